import { z } from 'zod';

const runs = z
  .int()
  .meta({ description: 'Runs booked: queued ones, whatever became of them. Exact, from the months’ sums.' });

/** What there is in the installation. */
export const totals = z
  .object({
    users: z.int(),
    jobs: z.int(),
    apiKeys: z.int(),
    runs: z.object({ thisMonth: runs, total: runs }),
    ledgerRows: z.int().meta({ description: 'Logs in the ledger: an estimate of Postgres, some minutes old.' }),
    plans: z.array(
      z.object({
        plan: z.string(),
        users: z.int(),
        jobs: z.int(),
        apiKeys: z.int(),
        runs: z.object({ thisMonth: runs, total: runs }),
      }),
    ),
  })
  .meta({ id: 'Totals' });
