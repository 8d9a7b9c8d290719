import { useQueries } from '@tanstack/react-query';
import type { CarillonError, DataOf } from '@carillon/client/rest';
import { usePollMs } from '../api/live';
import { keyOf } from '../api/use-operation';
import { useApi } from '../session/session';
import type { Outcome } from './outcome-strip';

/** The most jobs that one request may ask for. */
const MOST_JOBS = 50;
const RUNS = 30;

/** The last runs of each of these jobs, newest first; a job that is not in it has not been asked for yet. */
export function useOutcomes(jobIds: readonly string[]): ReadonlyMap<string, readonly Outcome[]> {
  const api = useApi();
  const refetchInterval = usePollMs();
  const requests = chunks(jobIds, MOST_JOBS).map((ids) => ({ query: { jobIds: ids.join(','), limit: RUNS } }));
  return useQueries({
    queries: requests.map((request) => ({
      queryKey: keyOf('listJobOutcomes', request),
      queryFn: ({ signal }: { signal: AbortSignal }) => api.listJobOutcomes(request, { signal }),
      refetchInterval,
    })),
    combine: byJob,
  });
}

type Answer = { data?: DataOf<'listJobOutcomes'> | undefined; error: CarillonError | Error | null };

const byJob = (answers: readonly Answer[]): ReadonlyMap<string, readonly Outcome[]> =>
  new Map(answers.flatMap(({ data }) => data?.map(({ jobId, runs }) => [jobId, runs] as const) ?? []));

function chunks<Item>(items: readonly Item[], size: number): Item[][] {
  const starts = Array.from({ length: Math.ceil(items.length / size) }, (_, i) => i * size);
  return starts.map((start) => items.slice(start, start + size));
}
