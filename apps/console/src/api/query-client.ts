import { CarillonError } from '@carillon/client/rest';
import { QueryClient } from '@tanstack/react-query';

/** What was fetched counts as new for so long, unless the server tells of a change. */
const FRESH_MS = 10_000;

/** The cache of what was fetched. The client repeats by itself what a repeat may help; nothing is repeated here. */
export const createQueries = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: { staleTime: FRESH_MS, retry: false, throwOnError: false, refetchOnWindowFocus: true },
      mutations: { retry: false },
    },
  });

/** True when the server does not know the credential (any more). */
export const isSignedOut = (error: unknown): boolean => error instanceof CarillonError && error.status === 401;
