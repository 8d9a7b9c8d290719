import { Alert, Button, Modal, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Secret } from '../../components/secret';

/** Shows a new secret, once. It is not closed by a click beside it: what it shows cannot be had again. */
export function SecretDialog({ secret, close }: { secret: string | null; close: () => void }) {
  const { t } = useTranslation('webhooks');
  return (
    <Modal
      opened={secret !== null}
      onClose={close}
      title={t('secret.title')}
      closeOnClickOutside={false}
      closeOnEscape={false}
      withCloseButton={false}
      size="lg"
    >
      <Stack>
        <Alert color="teal" title={t('secret.once')} role="status">
          {secret !== null && <Secret value={secret} label={t('secret.title')} />}
        </Alert>
        <Button onClick={close}>{t('secret.done')}</Button>
      </Stack>
    </Modal>
  );
}
