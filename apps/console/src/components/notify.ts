import type { NotificationData } from '@mantine/notifications';

type Listener = () => void;

let isWanted = false;
const listeners = new Set<Listener>();

/** Says something in a corner of the page for some seconds. What shows it is loaded with the first thing to say. */
export async function notify(notification: NotificationData): Promise<void> {
  const { notifications } = await import('@mantine/notifications');
  notifications.show(notification);
  isWanted = true;
  listeners.forEach((listener) => listener());
}

/** Whether there has been anything to say, for `useSyncExternalStore`. */
export const noticesWanted = {
  read: (): boolean => isWanted,
  subscribe: (listener: Listener): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};
