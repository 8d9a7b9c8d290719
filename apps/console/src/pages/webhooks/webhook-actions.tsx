import { Button, NativeSelect, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconRefresh, IconSend, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useAction } from '../../api/use-action';
import { Confirmation } from '../../components/confirmation';
import type { Webhook } from './webhook-values';

interface ActionsProps {
  webhook: Webhook;
  onSecret: (secret: string) => void;
}

/** What can be done with a webhook as a whole. */
export function WebhookActions({ webhook, onSecret }: ActionsProps) {
  const { t } = useTranslation('webhooks');
  const test = useAction('testWebhook', { said: t('test.said') });
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconSend size={16} aria-hidden />}
        loading={test.isPending}
        onClick={() => test.mutate({ path: { jobId: webhook.jobId } })}
      >
        {t('test.button')}
      </Button>
      <Rotation webhook={webhook} onSecret={onSecret} />
      <Removal webhook={webhook} />
    </>
  );
}

const HOUR = 3_600;
const GRACES = [
  { seconds: 0, name: 'graceAtOnce' },
  { seconds: HOUR, name: 'graceHour' },
  { seconds: 24 * HOUR, name: 'graceDay' },
  { seconds: 7 * 24 * HOUR, name: 'graceWeek' },
] as const;

function Rotation({ webhook: { jobId }, onSecret }: ActionsProps) {
  const { t } = useTranslation('webhooks');
  const [isOpen, { open, close }] = useDisclosure();
  const [grace, setGrace] = useState(String(24 * HOUR));
  const rotate = useAction('rotateWebhookSecret', {
    onDone: ({ secret }) => {
      close();
      onSecret(secret);
    },
  });
  return (
    <>
      <Button variant="default" leftSection={<IconRefresh size={16} aria-hidden />} onClick={open}>
        {t('secret.rotate')}
      </Button>
      <Confirmation
        isOpen={isOpen}
        close={close}
        title={t('secret.rotate')}
        confirm={t('secret.rotate')}
        isBusy={rotate.isPending}
        onConfirm={() => rotate.mutate({ path: { jobId }, body: { graceSeconds: Number(grace) } })}
      >
        <Stack>
          <Text size="sm">{t('secret.rotateText')}</Text>
          <NativeSelect
            label={t('secret.grace')}
            value={grace}
            onChange={(event) => setGrace(event.currentTarget.value)}
            data={GRACES.map(({ seconds, name }) => ({ value: String(seconds), label: t(`secret.${name}`) }))}
          />
        </Stack>
      </Confirmation>
    </>
  );
}

function Removal({ webhook: { jobId, endpoint } }: { webhook: Webhook }) {
  const { t } = useTranslation(['webhooks', 'common']);
  const navigate = useNavigate();
  const [isOpen, { open, close }] = useDisclosure();
  const remove = useAction('deleteWebhook', {
    said: t('remove.done'),
    changes: ['jobs'],
    onDone: () => void navigate('/webhooks'),
  });
  return (
    <>
      <Button variant="light" color="red" leftSection={<IconTrash size={16} aria-hidden />} onClick={open}>
        {t('common:action.delete')}
      </Button>
      <Confirmation
        isOpen={isOpen}
        close={close}
        title={t('remove.title')}
        confirm={t('common:action.delete')}
        isBusy={remove.isPending}
        isDangerous
        onConfirm={() => remove.mutate({ path: { jobId } })}
      >
        {t('remove.text', { endpoint })}
      </Confirmation>
    </>
  );
}
