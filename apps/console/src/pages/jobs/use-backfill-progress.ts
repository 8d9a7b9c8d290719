import type { Components } from '@carillon/client/rest';
import { useOperation } from '../../api/use-operation';

type Backfill = Components['schemas']['Backfill'];

const MOST_ROWS = 1_000;

/**
 * How far a backfill is, from the ledger: its runs that have not ended are in one of three lists, and what is in none
 * of them has ended. The lists carry no bodies; those that failed are counted once all have ended.
 */
export function useBackfillProgress(jobId: string, { runs }: Backfill) {
  const total = runs.length;
  const ids = new Set(runs.map(({ logId }) => logId));
  const ask = (state: 'queued' | 'running' | 'retrying') => ({ path: { jobId }, query: { state, limit: MOST_ROWS } });
  const lists = [
    useOperation('listJobLogs', ask('queued')),
    useOperation('listJobLogs', ask('running')),
    useOperation('listJobLogs', ask('retrying')),
  ];
  const isKnown = lists.every(({ data }) => data !== undefined);
  const pending = new Set(lists.flatMap(({ data }) => data ?? []).map(({ id }) => id));
  const left = isKnown ? runs.filter(({ logId }) => logId !== null && pending.has(logId)).length : total;
  const from = runs[0]?.scheduledFor ?? new Date().toISOString();
  const failures = useOperation(
    'listJobLogs',
    { path: { jobId }, query: { state: 'failed', from, limit: MOST_ROWS } },
    { enabled: isKnown && left === 0 },
  );
  const failed = failures.data?.filter(({ id }) => ids.has(id)).length ?? 0;
  return { total, done: total - left, failed, isFinished: isKnown && left === 0 };
}
