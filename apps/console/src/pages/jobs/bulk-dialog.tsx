import { Alert, Button, Group, List, Modal, Progress, ScrollArea, Text } from '@mantine/core';
import type { Components } from '@carillon/client/rest';
import { useTranslation } from 'react-i18next';
import type { PoolResult } from './run-pool';
import { useBulk, type BulkAction } from './use-bulk';

type Job = Components['schemas']['Job'];

interface BulkDialogProps {
  action: BulkAction;
  jobs: readonly Job[];
  /** True when it was done, whatever became of it. */
  close: (isDone: boolean) => void;
}

/** Asks, does it, and says what came of it: one dialog for all three. */
export function BulkDialog({ action, jobs, close }: BulkDialogProps) {
  const { t } = useTranslation(['jobs', 'common']);
  const { start, stop, through, result } = useBulk(action, jobs);
  const isWorking = through !== null && result === null;
  const title = t(`bulk.${action}.title`, { count: jobs.length });
  return (
    <Modal
      opened
      onClose={() => close(result !== null)}
      title={title}
      closeOnClickOutside={!isWorking}
      closeOnEscape={!isWorking}
      withCloseButton={!isWorking}
      closeButtonProps={{ 'aria-label': t('common:action.close') }}
    >
      {through === null && <Text size="sm">{t(`bulk.${action}.hint`)}</Text>}
      {isWorking && <BulkProgress through={through} total={jobs.length} label={title} />}
      {result !== null && <BulkResult result={result} total={jobs.length} />}
      <Group justify="flex-end" mt="lg">
        {through === null && (
          <>
            <Button variant="default" onClick={() => close(false)}>
              {t('common:action.cancel')}
            </Button>
            <Button data-autofocus color={action === 'delete' ? 'red' : 'indigo'} onClick={() => void start()}>
              {t(`action.${action}`)}
            </Button>
          </>
        )}
        {isWorking && (
          <Button variant="default" onClick={stop}>
            {t('bulk.stop')}
          </Button>
        )}
        {result !== null && <Button onClick={() => close(true)}>{t('common:action.close')}</Button>}
      </Group>
    </Modal>
  );
}

function BulkProgress({ through, total, label }: { through: number; total: number; label: string }) {
  const { t } = useTranslation('jobs');
  return (
    <>
      <Progress value={(through / total) * 100} animated aria-label={label} />
      <Text size="sm" mt="xs" role="status">
        {t('bulk.progress', { done: through, total })}
      </Text>
    </>
  );
}

function BulkResult({ result: { done, failures }, total }: { result: PoolResult<Job>; total: number }) {
  const { t } = useTranslation('jobs');
  const isWhole = done + failures.length === total;
  return (
    <div role="status">
      <Text size="sm">{t('bulk.result', { done, failed: failures.length })}</Text>
      {!isWhole && <Text size="sm">{t('bulk.stopped', { done: done + failures.length, total })}</Text>}
      {failures.length > 0 && (
        <Alert color="red" mt="sm" title={t('bulk.failures')}>
          <ScrollArea.Autosize
            mah={240}
            viewportProps={{ tabIndex: 0, role: 'group', 'aria-label': t('bulk.failures') }}
          >
            <List size="sm">
              {failures.map(({ item, error }) => (
                <List.Item key={item.id}>
                  {item.name}: {error.message}
                </List.Item>
              ))}
            </List>
          </ScrollArea.Autosize>
        </Alert>
      )}
    </div>
  );
}
