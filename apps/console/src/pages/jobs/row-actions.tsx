import { ActionIcon, Group, Menu, Tooltip } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconCopy, IconDots, IconEdit, IconPlayerPlay, IconPower, IconTrash } from '@tabler/icons-react';
import type { Components } from '@carillon/client/rest';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { RemoveDialog } from './remove-dialog';
import { useRunNow } from './run-now';
import { useSwitch } from './use-switch';

/** What can be done with a job from its row. */
export function RowActions({ job }: { job: Components['schemas']['Job'] }) {
  const { t } = useTranslation('jobs');
  const { run, isRunning, dialog } = useRunNow(job);
  const { flip } = useSwitch(job);
  const [isRemoving, removing] = useDisclosure();
  return (
    <Group gap={4} wrap="nowrap">
      <Tooltip label={t('action.run')}>
        <ActionIcon
          variant="light"
          loading={isRunning}
          onClick={run}
          aria-label={t('action.runNamed', { name: job.name })}
        >
          <IconPlayerPlay size={16} />
        </ActionIcon>
      </Tooltip>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={t('action.more', { name: job.name })}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item component={Link} to={`/jobs/${job.id}/edit`} leftSection={<IconEdit size={16} />}>
            {t('action.edit')}
          </Menu.Item>
          <Menu.Item component={Link} to={`/jobs/new?from=${job.id}`} leftSection={<IconCopy size={16} />}>
            {t('action.duplicate')}
          </Menu.Item>
          <Menu.Item onClick={flip} leftSection={<IconPower size={16} />}>
            {t(job.enabled ? 'action.disable' : 'action.enable')}
          </Menu.Item>
          <Menu.Item color="red" onClick={removing.open} leftSection={<IconTrash size={16} />}>
            {t('action.delete')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {dialog}
      <RemoveDialog job={job} isOpen={isRemoving} close={removing.close} />
    </Group>
  );
}
