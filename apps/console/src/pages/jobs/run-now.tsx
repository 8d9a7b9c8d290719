import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { Components, DataOf } from '@carillon/client/rest';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useAction } from '../../api/use-action';
import { BodyView } from '../../components/body-view';
import { formatMs } from '../../components/format';
import { StateBadge } from '../../components/state-badge';
import { Why } from '../runs/why-sentence';

type Job = Components['schemas']['Job'];
type Execution = DataOf<'executeJob'>;

/** Runs a job by hand and shows what came of it. */
export function useRunNow(job: Job): { run: () => void; isRunning: boolean; dialog: ReactNode } {
  const [execution, setExecution] = useState<Execution | null>(null);
  const [isOpen, { open, close }] = useDisclosure();
  const execute = useAction('executeJob', {
    changes: ['runs', 'account'],
    onDone: (answer) => {
      setExecution(answer);
      open();
    },
  });
  return {
    run: () => execute.mutate({ path: { jobId: job.id } }),
    isRunning: execute.isPending,
    dialog: execution !== null && <RanDialog execution={execution} isOpen={isOpen} close={close} />,
  };
}

function RanDialog({ execution, isOpen, close }: { execution: Execution; isOpen: boolean; close: () => void }) {
  const { t } = useTranslation(['jobs', 'common']);
  const { job, result, runId } = execution;
  const logId = result?.id ?? runId;
  return (
    <Modal
      opened={isOpen}
      onClose={close}
      title={t('ran.title', { name: job.name })}
      size="lg"
      closeButtonProps={{ 'aria-label': t('common:action.close') }}
    >
      {result === null ? <Text>{t('ran.waiting')}</Text> : <Ran log={result} />}
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={close}>
          {t('common:action.close')}
        </Button>
        {logId !== undefined && (
          <Button component={Link} to={`/runs/${logId}`}>
            {t('ran.open')}
          </Button>
        )}
      </Group>
    </Modal>
  );
}

function Ran({ log }: { log: Components['schemas']['Log'] }) {
  const { t } = useTranslation('runs');
  return (
    <Stack gap="sm">
      <Group gap="sm">
        <StateBadge state={log.state} />
        {log.status !== 0 && <Text fw={600}>{log.status}</Text>}
        <Text size="sm">{formatMs(log.durationMs)}</Text>
      </Group>
      <Why log={log} />
      <BodyView label={t('body.response')} body={log.responseBody} truncated={log.truncated} />
    </Stack>
  );
}
