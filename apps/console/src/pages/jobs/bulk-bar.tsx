import { Button, Group, Paper, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BulkDialog } from './bulk-dialog';
import { BULK_ACTIONS, type BulkAction } from './use-bulk';
import type { useSelection } from './use-selection';

/** What can be done with all selected jobs at once; not there while none is. */
export function BulkBar({ selection: { selected, clear } }: { selection: ReturnType<typeof useSelection> }) {
  const { t } = useTranslation('jobs');
  const [action, setAction] = useState<BulkAction | null>(null);
  if (selected.size === 0) return null;
  const close = (isDone: boolean) => {
    setAction(null);
    if (isDone) clear();
  };
  return (
    <Paper withBorder p="xs" mb="md" role="toolbar" aria-label={t('bulk.toolbar')}>
      <Group gap="xs">
        <Text size="sm" fw={600} role="status">
          {t('bulk.selected', { count: selected.size })}
        </Text>
        {BULK_ACTIONS.map((one) => (
          <Button
            key={one}
            size="xs"
            variant="light"
            color={one === 'delete' ? 'red' : 'indigo'}
            onClick={() => setAction(one)}
          >
            {t(`action.${one}`)}
          </Button>
        ))}
        <Button size="xs" variant="subtle" color="gray" onClick={clear}>
          {t('bulk.clear')}
        </Button>
      </Group>
      {action !== null && <BulkDialog action={action} jobs={[...selected.values()]} close={close} />}
    </Paper>
  );
}
