import { AppShell, Burger, Group, Loader, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { lazy, Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Outlet, useLocation, useNavigation } from 'react-router';
import { LiveProvider } from '../api/live';
import { useSession } from '../session/session';
import { useSignOutWhenRefused } from '../session/use-sign-out-when-refused';
import { Brand } from './brand';
import { Navigation } from './navigation';
import { Toolbar } from './toolbar';

const SignInPage = lazy(async () => ({ default: (await import('../session/sign-in-page')).SignInPage }));

/** The frame of every page: signing in first, then the bar, the navigation and the page itself. */
export function Shell() {
  const { credential } = useSession();
  if (credential === null)
    return (
      <Suspense>
        <SignInPage />
      </Suspense>
    );
  return (
    <LiveProvider>
      <Frame />
    </LiveProvider>
  );
}

function Frame() {
  const { t } = useTranslation();
  const [isOpen, { toggle, close }] = useDisclosure();
  const { pathname } = useLocation();
  useSignOutWhenRefused();
  useEffect(close, [pathname, close]);
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 220, breakpoint: 'sm', collapsed: { mobile: !isOpen } }}
      padding={{ base: 'sm', sm: 'lg' }}
    >
      <a className="skip-link" href="#content">
        {t('skipToContent')}
      </a>
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group wrap="nowrap" gap="xs">
            <Burger opened={isOpen} onClick={toggle} hiddenFrom="sm" size="sm" aria-label={t('menu')} />
            <Brand />
          </Group>
          <Toolbar />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" aria-label={t('menu')}>
        <Navigation />
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1}>
        <Progress />
        <Suspense fallback={<Loader aria-label={t('status.loading')} />}>
          <Outlet />
        </Suspense>
      </AppShell.Main>
    </AppShell>
  );
}

/** Tells that the next page is on its way. */
function Progress() {
  const { t } = useTranslation();
  const { state } = useNavigation();
  return (
    <Text className="visually-hidden" role="status">
      {state === 'loading' ? t('status.loading') : ''}
    </Text>
  );
}
