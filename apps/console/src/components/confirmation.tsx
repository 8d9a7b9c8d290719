import { Button, Group, Modal, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

interface ConfirmationProps {
  isOpen: boolean;
  close: () => void;
  title: string;
  /** What the button says that does it. */
  confirm: string;
  onConfirm: () => void;
  isBusy: boolean;
  /** What cannot be undone has a red button. */
  isDangerous?: boolean;
  /** What is going to happen. */
  children: ReactNode;
}

/** Asks before something is done. */
export function Confirmation(props: ConfirmationProps) {
  const { isOpen, close, title, confirm, onConfirm, isBusy, isDangerous = false, children } = props;
  const { t } = useTranslation();
  return (
    <Modal
      opened={isOpen}
      onClose={close}
      title={title}
      centered
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <Text size="sm" component="div">
        {children}
      </Text>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={close}>
          {t('action.cancel')}
        </Button>
        <Button data-autofocus color={isDangerous ? 'red' : 'indigo'} loading={isBusy} onClick={onConfirm}>
          {confirm}
        </Button>
      </Group>
    </Modal>
  );
}
