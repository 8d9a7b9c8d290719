import { lazy, Suspense, useSyncExternalStore } from 'react';
import { noticesWanted } from '../components/notify';

const Notifications = lazy(async () => ({ default: (await import('@mantine/notifications')).Notifications }));

/** Where `notify` shows what it says. */
export function Notices() {
  const isWanted = useSyncExternalStore(noticesWanted.subscribe, noticesWanted.read);
  if (!isWanted) return null;
  return (
    <Suspense>
      <Notifications position="top-right" />
    </Suspense>
  );
}
