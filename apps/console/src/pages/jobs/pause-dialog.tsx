import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import type { Components } from '@carillon/client/rest';
import { useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useAction } from '../../api/use-action';
import { fromLocalInput, toLocalInput } from '../../components/local-input';

const HOUR_MS = 3_600_000;
const PRESETS = { hour: HOUR_MS, day: 24 * HOUR_MS, week: 7 * 24 * HOUR_MS } as const;

const inFuture = (ms: number) => toLocalInput(new Date(Date.now() + ms).toISOString());

/** Pauses a job until an instant. What was typed stays when the server refuses it. */
export function PauseDialog({ job, close }: { job: Components['schemas']['Job']; close: () => void }) {
  const { t } = useTranslation(['jobs', 'common']);
  const [until, setUntil] = useState(() => inFuture(PRESETS.hour));
  const [problem, setProblem] = useState<string | null>(null);
  const pause = useAction('updateJob', { said: t('done.paused'), onDone: close, tellsFailure: false });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const pausedUntil = fromLocalInput(until);
    if (pausedUntil === null || new Date(pausedUntil).getTime() <= Date.now()) return setProblem(t('pause.past'));
    setProblem(null);
    pause.mutate({ path: { jobId: job.id }, body: { pausedUntil } });
  };
  return (
    <Modal
      opened
      onClose={close}
      title={t('pause.title', { name: job.name })}
      closeButtonProps={{ 'aria-label': t('common:action.close') }}
    >
      <form onSubmit={submit} noValidate>
        <Stack>
          <Text size="sm">{t('pause.hint')}</Text>
          <Group gap="xs">
            {(['hour', 'day', 'week'] as const).map((preset) => (
              <Button key={preset} size="xs" variant="light" onClick={() => setUntil(inFuture(PRESETS[preset]))}>
                {t(`pause.${preset}`)}
              </Button>
            ))}
          </Group>
          <TextInput
            type="datetime-local"
            label={t('pause.until')}
            data-autofocus
            value={until}
            onChange={(event) => setUntil(event.currentTarget.value)}
            error={problem ?? pause.error?.message}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t('common:action.cancel')}
            </Button>
            <Button type="submit" loading={pause.isPending}>
              {t('action.pause')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
