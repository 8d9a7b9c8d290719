import { z } from 'zod';
import { wholeNumber } from './query-fields.js';

const instant = z.iso.datetime();

const host = z.string().meta({ description: 'Host and port of the URL, or `worker:<type>`.' });

const firings = z.int();

/** How far to look. */
export const upcomingQuery = z.strictObject({
  minutes: wholeNumber({ min: 1, max: 180, fallback: 60, description: 'How many, from the one under way.' }).default(
    60,
  ),
});

/** What is going to be due. */
export const upcoming = z
  .object({
    since: instant,
    until: instant,
    truncated: z.boolean().meta({ description: 'There is more than was worked out.' }),
    minutes: z.array(z.object({ at: instant, firings })).meta({ description: 'All of them, in order.' }),
    hosts: z.array(z.object({ host, firings })).meta({ description: 'The 20 busiest.' }),
    spikes: z.array(z.object({ at: instant, host, firings })).meta({ description: 'Largest first, at most 100.' }),
  })
  .meta({ id: 'UpcomingFirings' });
