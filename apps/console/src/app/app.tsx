import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { useMemo } from 'react';
import { RouterProvider } from 'react-router';
import { createQueries } from '../api/query-client';
import { SessionProvider } from '../session/session';
import { cspNonce } from './csp-nonce';
import { Notices } from './notices';
import { createRouter } from './router';
import { theme } from './theme';

/** Everything that is there once: theme, session, cache and routes. */
export function App() {
  const queries = useMemo(createQueries, []);
  const router = useMemo(createRouter, []);
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={cspNonce}>
      <QueryClientProvider client={queries}>
        <SessionProvider>
          <Notices />
          <RouterProvider router={router} />
        </SessionProvider>
      </QueryClientProvider>
    </MantineProvider>
  );
}
