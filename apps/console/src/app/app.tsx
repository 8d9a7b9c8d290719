import { MantineProvider } from '@mantine/core';
import { ModalsProvider } from '@mantine/modals';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { RouterProvider } from 'react-router';
import { createQueries } from '../api/query-client';
import { SessionProvider } from '../session/session';
import { cspNonce } from './csp-nonce';
import { createRouter } from './router';
import { theme } from './theme';

/** Everything that is there once: theme, session, cache and routes. */
export function App() {
  const { t } = useTranslation();
  const queries = useMemo(createQueries, []);
  const router = useMemo(createRouter, []);
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={cspNonce}>
      <QueryClientProvider client={queries}>
        <SessionProvider>
          <ModalsProvider labels={{ confirm: t('action.confirm'), cancel: t('action.cancel') }}>
            <Notifications position="top-right" />
            <RouterProvider router={router} />
          </ModalsProvider>
        </SessionProvider>
      </QueryClientProvider>
    </MantineProvider>
  );
}
