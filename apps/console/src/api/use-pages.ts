import type { CarillonError, DataOf, PagedOperationId, RequestOf } from '@carillon/client/rest';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useApi } from '../session/session';
import { usePollMs } from './live';
import { keyOf, type Call } from './use-operation';

type ItemOf<Id extends PagedOperationId> = DataOf<Id> extends readonly (infer Item)[] ? Item : never;

interface Page<Id extends PagedOperationId> {
  items: readonly ItemOf<Id>[];
  next: string | null;
}

/** What a list shows: the items of all pages so far, and how to get more. */
export interface Pages<Item> {
  items: readonly Item[];
  error: CarillonError | null;
  isPending: boolean;
  isFetching: boolean;
  hasMore: boolean;
  more: () => void;
  again: () => void;
}

/** Reads a list by its cursors (`X-Next-Cursor`). A new filter shows the former items until its own are there. */
export function usePages<Id extends PagedOperationId>(id: Id, request: RequestOf<Id>): Pages<ItemOf<Id>> {
  const api = useApi();
  const pollMs = usePollMs();
  const list = useInfiniteQuery<Page<Id>, CarillonError, { pages: Page<Id>[] }, readonly unknown[], string | null>({
    queryKey: [...keyOf(id, request), 'pages'],
    initialPageParam: null,
    queryFn: async ({ pageParam, signal }) => {
      let next: string | null = null;
      const onHeaders = (headers: Headers) => (next = headers.get('x-next-cursor'));
      const { query } = request as { query?: object };
      const parts = { ...request, query: { ...query, ...(pageParam !== null && { cursor: pageParam }) } };
      const items = await (api[id] as unknown as Call<Id>)(parts, { signal, onHeaders });
      return { items: items as unknown as readonly ItemOf<Id>[], next };
    },
    getNextPageParam: (page) => page.next,
    refetchInterval: pollMs,
    placeholderData: keepPreviousData,
  });
  return {
    items: list.data?.pages.flatMap((page) => page.items) ?? [],
    error: list.error,
    isPending: list.isPending,
    isFetching: list.isFetching,
    hasMore: list.hasNextPage,
    more: () => void list.fetchNextPage(),
    again: () => void list.refetch(),
  };
}
