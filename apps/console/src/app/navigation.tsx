import { Divider, NavLink, ScrollArea } from '@mantine/core';
import {
  IconAlertCircle,
  IconBook,
  IconCalendarTime,
  IconChartBar,
  IconHistory,
  IconKey,
  IconLayoutDashboard,
  IconListCheck,
  IconPackages,
  IconStack2,
  IconSettings,
  IconWebhook,
  type Icon,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { useSession } from '../session/session';

interface Place {
  to: string;
  name: 'overview' | 'jobs' | 'runs' | 'workerJobs' | 'incidents' | 'webhooks' | 'keys' | 'usage' | 'audit' | 'admin';
  sign: Icon;
}

const PLACES: readonly Place[] = [
  { to: '/', name: 'overview', sign: IconLayoutDashboard },
  { to: '/jobs', name: 'jobs', sign: IconCalendarTime },
  { to: '/runs', name: 'runs', sign: IconHistory },
  { to: '/worker-jobs', name: 'workerJobs', sign: IconPackages },
  { to: '/incidents', name: 'incidents', sign: IconAlertCircle },
  { to: '/webhooks', name: 'webhooks', sign: IconWebhook },
  { to: '/keys', name: 'keys', sign: IconKey },
  { to: '/usage', name: 'usage', sign: IconChartBar },
  { to: '/audit', name: 'audit', sign: IconListCheck },
];
const ADMIN: Place = { to: '/admin', name: 'admin', sign: IconSettings };

/** The pages, and what is served beside the console. The operator's token opens the administration only. */
export function Navigation() {
  const { t } = useTranslation();
  const { credential } = useSession();
  const places = credential?.kind === 'operator' ? [ADMIN] : [...PLACES, ADMIN];
  return (
    <ScrollArea type="auto">
      {places.map((place) => (
        <PlaceLink key={place.to} place={place} />
      ))}
      <Divider my="xs" />
      <NavLink
        href="/docs"
        target="_blank"
        rel="noopener"
        label={t('nav.reference')}
        leftSection={<IconBook size={18} />}
      />
      <NavLink
        href="/admin/queues"
        target="_blank"
        rel="noopener"
        label={t('nav.queues')}
        leftSection={<IconStack2 size={18} />}
      />
    </ScrollArea>
  );
}

function PlaceLink({ place: { to, name, sign: Sign } }: { place: Place }) {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const isHere = to === '/' ? pathname === '/' : pathname === to || pathname.startsWith(`${to}/`);
  return (
    <NavLink
      component={Link}
      to={to}
      active={isHere}
      {...(isHere && { 'aria-current': 'page' as const })}
      label={t(`nav.${name}`)}
      leftSection={<Sign size={18} aria-hidden />}
    />
  );
}
