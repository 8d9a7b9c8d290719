import { Button, Menu } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import {
  IconChevronDown,
  IconCopy,
  IconEdit,
  IconHistory,
  IconPlayerPause,
  IconPlayerPlay,
  IconPower,
  IconTrash,
} from '@tabler/icons-react';
import type { Components } from '@carillon/client/rest';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { useAction } from '../../api/use-action';
import { BackfillDialog } from './backfill-dialog';
import { isPaused } from './job-badges';
import { PauseDialog } from './pause-dialog';
import { RemoveDialog } from './remove-dialog';
import { useRunNow } from './run-now';
import { useSwitch } from './use-switch';

type Job = Components['schemas']['Job'];

/** What can be done with a job on its page. */
export function JobActions({ job }: { job: Job }) {
  const { t } = useTranslation('jobs');
  const { run, isRunning, dialog } = useRunNow(job);
  return (
    <>
      <Button leftSection={<IconPlayerPlay size={16} />} loading={isRunning} onClick={run}>
        {t('action.run')}
      </Button>
      <Button variant="default" component={Link} to={`/jobs/${job.id}/edit`} leftSection={<IconEdit size={16} />}>
        {t('action.edit')}
      </Button>
      <MoreActions job={job} />
      {dialog}
    </>
  );
}

function MoreActions({ job }: { job: Job }) {
  const { t } = useTranslation(['jobs', 'common']);
  const navigate = useNavigate();
  const { flip } = useSwitch(job);
  const [isPausing, pausing] = useDisclosure();
  const [isFilling, filling] = useDisclosure();
  const [isRemoving, removing] = useDisclosure();
  const resume = useAction('updateJob', { said: t('done.resumed') });
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" rightSection={<IconChevronDown size={16} />}>
            {t('common:action.actions')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {isPaused(job) ? (
            <Menu.Item
              leftSection={<IconPlayerPlay size={16} />}
              onClick={() => resume.mutate({ path: { jobId: job.id }, body: { pausedUntil: null } })}
            >
              {t('action.resume')}
            </Menu.Item>
          ) : (
            <Menu.Item leftSection={<IconPlayerPause size={16} />} onClick={pausing.open}>
              {t('action.pause')}
            </Menu.Item>
          )}
          <Menu.Item leftSection={<IconPower size={16} />} onClick={flip}>
            {t(job.enabled ? 'action.disable' : 'action.enable')}
          </Menu.Item>
          <Menu.Item leftSection={<IconHistory size={16} />} onClick={filling.open}>
            {t('action.backfill')}
          </Menu.Item>
          <Menu.Item component={Link} to={`/jobs/new?from=${job.id}`} leftSection={<IconCopy size={16} />}>
            {t('action.duplicate')}
          </Menu.Item>
          <Menu.Item color="red" leftSection={<IconTrash size={16} />} onClick={removing.open}>
            {t('action.delete')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {isPausing && <PauseDialog job={job} close={pausing.close} />}
      {isFilling && <BackfillDialog job={job} close={filling.close} />}
      <RemoveDialog job={job} isOpen={isRemoving} close={removing.close} onDone={() => void navigate('/jobs')} />
    </>
  );
}
