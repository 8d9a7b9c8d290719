import { Button, Group, Modal, Text } from '@mantine/core';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useBlocker } from 'react-router';

interface LeaveGuardProps {
  isDirty: boolean;
  /** True once it was saved: then nobody is asked. */
  isDone: React.RefObject<boolean>;
  onDiscard: () => void;
}

/** Asks before changes are left behind: by a link of the console, or by closing the tab. */
export function LeaveGuard({ isDirty, isDone, onDiscard }: LeaveGuardProps) {
  const { t } = useTranslation('editor');
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) =>
      isDirty && !isDone.current && currentLocation.pathname !== nextLocation.pathname,
  );
  useEffect(() => {
    if (!isDirty) return;
    const ask = (event: BeforeUnloadEvent) => {
      if (!isDone.current) event.preventDefault();
    };
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [isDirty, isDone]);
  const leave = () => {
    isDone.current = true;
    onDiscard();
    blocker.proceed?.();
  };
  const stay = () => blocker.reset?.();
  return (
    <Modal opened={blocker.state === 'blocked'} onClose={stay} title={t('leave.title')} centered>
      <Text size="sm">{t('leave.text')}</Text>
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={stay} data-autofocus>
          {t('leave.stay')}
        </Button>
        <Button color="red" onClick={leave}>
          {t('leave.leave')}
        </Button>
      </Group>
    </Modal>
  );
}
