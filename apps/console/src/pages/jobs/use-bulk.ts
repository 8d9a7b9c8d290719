import type { Components } from '@carillon/client/rest';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useApi } from '../../session/session';
import { runPool, type PoolResult } from './run-pool';

type Job = Components['schemas']['Job'];

export const BULK_ACTIONS = ['enable', 'disable', 'delete'] as const;
export type BulkAction = (typeof BULK_ACTIONS)[number];

/** How many requests at a time. */
const WIDTH = 4;

/** Does one thing to many jobs and keeps count. Leaving the page stops it between two jobs. */
export function useBulk(action: BulkAction, jobs: readonly Job[]) {
  const api = useApi();
  const queries = useQueryClient();
  const [through, setThrough] = useState<number | null>(null);
  const [result, setResult] = useState<PoolResult<Job> | null>(null);
  const stopping = useRef(new AbortController());
  useEffect(() => () => stopping.current.abort(), []);
  const task = ({ id: jobId }: Job) =>
    action === 'delete'
      ? api.deleteJob({ path: { jobId } })
      : api.updateJob({ path: { jobId }, body: { enabled: action === 'enable' } });
  const start = async () => {
    setThrough(0);
    stopping.current = new AbortController();
    setResult(await runPool(jobs, { width: WIDTH, task, onProgress: setThrough, signal: stopping.current.signal }));
    for (const topic of ['jobs', 'runs', 'account']) void queries.invalidateQueries({ queryKey: [topic] });
  };
  return { start, stop: () => stopping.current.abort(), through, result };
}
