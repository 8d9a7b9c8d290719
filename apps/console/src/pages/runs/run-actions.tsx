import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconRepeat, IconTrash } from '@tabler/icons-react';
import type { Components } from '@carillon/client/rest';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useAction } from '../../api/use-action';
import { Confirmation } from '../../components/confirmation';
import { isUnderWay } from './why';

interface RunActionsProps {
  log: Components['schemas']['Log'];
  /** False when the job is gone: then there is nothing to run again. */
  hasJob: boolean;
}

/** What can be done with a run: have it made once more, and forget it. */
export function RunActions({ log, hasJob }: RunActionsProps) {
  return (
    <>
      {hasJob && <Replay logId={log.id} />}
      {!isUnderWay(log) && <Remove logId={log.id} />}
    </>
  );
}

function Replay({ logId }: { logId: string }) {
  const { t } = useTranslation('runs');
  const navigate = useNavigate();
  const [isOpen, { open, close }] = useDisclosure();
  const replay = useAction('replayLog', {
    changes: ['jobs', 'account'],
    onDone: (log) => {
      close();
      void navigate(`/runs/${log.id}`);
    },
  });
  return (
    <>
      <Button leftSection={<IconRepeat size={16} />} onClick={open}>
        {t('replay.action')}
      </Button>
      <Confirmation
        isOpen={isOpen}
        close={close}
        title={t('replay.title')}
        confirm={t('replay.confirm')}
        isBusy={replay.isPending}
        onConfirm={() => replay.mutate({ path: { logId } })}
      >
        {t('replay.hint')}
      </Confirmation>
    </>
  );
}

function Remove({ logId }: { logId: string }) {
  const { t } = useTranslation('runs');
  const navigate = useNavigate();
  const [isOpen, { open, close }] = useDisclosure();
  const remove = useAction('deleteLog', { said: t('remove.done'), onDone: () => void navigate('/runs') });
  return (
    <>
      <Button variant="default" leftSection={<IconTrash size={16} />} onClick={open}>
        {t('remove.action')}
      </Button>
      <Confirmation
        isOpen={isOpen}
        close={close}
        title={t('remove.title')}
        confirm={t('remove.action')}
        isDangerous
        isBusy={remove.isPending}
        onConfirm={() => remove.mutate({ path: { logId } })}
      >
        {t('remove.hint')}
      </Confirmation>
    </>
  );
}
