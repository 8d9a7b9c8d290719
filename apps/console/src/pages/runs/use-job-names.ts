import { useQuery } from '@tanstack/react-query';
import { useApi } from '../../session/session';

/** The most that one answer holds; a run of a job beyond them is named by its URL. */
const MOST_JOBS = 1_000;
const FRESH_MS = 60_000;

/** Names of jobs by their ids. Not read again with every run: names change seldom. */
export function useJobNames(): ReadonlyMap<string, string> {
  const api = useApi();
  const { data } = useQuery({
    queryKey: ['job-names'],
    queryFn: async ({ signal }) => {
      const jobs = await api.listJobs({ query: { limit: MOST_JOBS } }, { signal });
      return new Map(jobs.map(({ id, name }) => [id, name]));
    },
    staleTime: FRESH_MS,
  });
  return data ?? NONE;
}

const NONE: ReadonlyMap<string, string> = new Map();
