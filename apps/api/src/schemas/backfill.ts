import { BACKFILL_FATES } from '@carillon/core/domain/policy/plan-backfill';
import { sentence } from '@carillon/core/messages/say';
import { z } from 'zod';
import { instant } from './query-fields.js';

const fate = z.enum(BACKFILL_FATES);

/** Which due instants to make up for. */
export const backfillInput = z
  .strictObject({
    from: instant.meta({ description: 'Due from here on; not before what the plan keeps logs for.' }),
    to: instant.meta({
      description: 'Due before; what is not due yet is left to the schedule. At most 1,000 instants.',
    }),
    include: z
      .array(fate)
      .min(1)
      .max(BACKFILL_FATES.length)
      .default(['missed', 'absent'])
      .meta({ description: 'What became of them; `absent`: the ledger does not have them.' }),
    dryRun: z.boolean().default(false).meta({ description: 'Tells what would be done, and does nothing.' }),
  })
  .refine(({ from, to }) => from < to, {
    path: ['to'],
    params: { say: sentence('field_not_after', { field: 'from' }) },
  });

const count = z.int();

/** What a backfill did, or would do. */
export const backfill = z
  .object({
    dryRun: z.boolean(),
    runs: z.array(
      z.object({
        scheduledFor: z.iso.datetime().meta({ description: 'The instant that is made up for.' }),
        fate: fate.meta({ description: 'What had become of it.' }),
        logId: z.string().nullable().meta({ description: 'The log of the new run; null in a dry run.' }),
        replayOf: z.string().nullable().meta({ description: 'The log that it repeats; null for `absent`.' }),
      }),
    ),
    counts: z.object({ absent: count, missed: count, skipped: count, failed: count }),
    repeatedBefore: count.meta({ description: 'Found, but made up for by an earlier run.' }),
    left: z.object({ turns: count, quota: count }).meta({
      description: 'Found, but there is no room now: too many runs wait for their turn, or the month is used up.',
    }),
  })
  .meta({ id: 'Backfill' });
