import { sentence } from '@carillon/core/messages/say';
import { z } from 'zod';
import { instant, truth, wholeNumber } from './query-fields.js';

/** Which due instants to show. */
export const previewQuery = z.strictObject({
  count: wholeNumber({ min: 1, max: 1_000, fallback: 10, description: 'How many.' }).default(10),
  from: instant.optional().meta({ description: 'Strictly after this instant; now, unless said.' }),
  explain: truth.optional().meta({
    description: 'Also those that the rules for clock changes leave out, with `fate: skip`; a gap’s stand at its end.',
  }),
});

/** An outage that is only being considered. */
export const outageQuery = z
  .strictObject({
    from: instant.meta({ description: 'When Carillon goes down.' }),
    to: instant.meta({ description: 'When it is back; at most 1,000 instants are due until then.' }),
  })
  .refine(({ from, to }) => from < to, {
    path: ['to'],
    params: { say: sentence('field_not_after', { field: 'from' }) },
  });
