import type { CallOptions, CarillonError, DataOf, OperationId, RequestOf } from '@carillon/client/rest';
import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useSession } from '../session/session';
import { usePollMs } from './live';
import { topicOf } from './topics';

export type Call<Id extends OperationId> = (request: RequestOf<Id>, options: CallOptions) => Promise<DataOf<Id>>;

interface ReadOptions {
  /** False asks nothing yet. */
  enabled?: boolean;
  /** Shows the former answer until the new one is there, when only the request has changed. */
  keep?: boolean;
}

/** The key of a cached answer: topic first, so that a change of a topic makes all its answers old at once. */
export const keyOf = (id: OperationId, request: unknown): readonly unknown[] => [topicOf(id), id, request];

/**
 * Reads by an operation of the API, again when the server tells of a change, or every few seconds where it cannot.
 * @param request what the operation is called with; `{}` for nothing
 */
export function useOperation<Id extends OperationId>(
  id: Id,
  request: RequestOf<Id>,
  { enabled = true, keep = false }: ReadOptions = {},
): UseQueryResult<DataOf<Id>, CarillonError> {
  const { api } = useSession();
  const pollMs = usePollMs();
  return useQuery<DataOf<Id>, CarillonError>({
    queryKey: keyOf(id, request),
    queryFn: ({ signal }) => {
      if (api === null) throw new Error('Nobody is signed in');
      return (api[id] as unknown as Call<Id>)(request, { signal });
    },
    enabled: enabled && api !== null,
    refetchInterval: pollMs,
    ...(keep && { placeholderData: keepPreviousData }),
  });
}
