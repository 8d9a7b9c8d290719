import { Alert, Button, Group, List, Progress, Text, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RequestOf } from '@carillon/client/rest';
import { inGroups, type Tally } from '../../api/in-groups';
import { useApi } from '../../session/session';

const AT_ONCE = 4;

/** Decides about all selected incidents in the same way, and tells which were refused and why. */
export function BulkBar({ ids, onDone }: { ids: readonly string[]; onDone: () => void }) {
  const { t } = useTranslation('workerJobs');
  const { act, through, tally } = useBulk(ids, onDone);
  const [reason, setReason] = useState('');
  if (ids.length === 0) return tally === null ? null : <Outcome tally={tally} />;
  const isBusy = through !== null;
  return (
    <Alert color="indigo" mb="md">
      <Group align="flex-end">
        <Button loading={isBusy} onClick={() => act({ action: 'retry', job_retries: 1 })}>
          {t('incidents.bulkRetry', { count: ids.length })}
        </Button>
        <TextInput
          label={t('incidents.reason')}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Button
          color="red"
          variant="light"
          loading={isBusy}
          disabled={reason.trim() === ''}
          onClick={() => act({ action: 'dismiss', reason })}
        >
          {t('incidents.bulkDismiss', { count: ids.length })}
        </Button>
      </Group>
      {through !== null && (
        <>
          <Progress value={(through / ids.length) * 100} mt="sm" aria-label={t('incidents.title')} />
          <Text size="sm" role="status">
            {t('incidents.progress', { done: through, all: ids.length })}
          </Text>
        </>
      )}
    </Alert>
  );
}

function useBulk(ids: readonly string[], onDone: () => void) {
  const api = useApi();
  const queries = useQueryClient();
  const [through, setThrough] = useState<number | null>(null);
  const [tally, setTally] = useState<Tally<string> | null>(null);
  const act = async (body: RequestOf<'resolveIncident'>['body']) => {
    setTally(null);
    setThrough(0);
    setTally(await inGroups(ids, AT_ONCE, (id) => api.resolveIncident({ path: { id }, body }), setThrough));
    setThrough(null);
    for (const topic of ['incidents', 'workerJobs', 'runs']) void queries.invalidateQueries({ queryKey: [topic] });
    onDone();
  };
  return { act, through, tally };
}

function Outcome({ tally: { done, failed } }: { tally: Tally<string> }) {
  const { t } = useTranslation('workerJobs');
  return (
    <Alert color={failed.length === 0 ? 'teal' : 'orange'} mb="md" role="status">
      {t('incidents.bulkDone', { done: done.length, failed: failed.length })}
      <List size="sm">
        {failed.map(({ item, message }) => (
          <List.Item key={item}>
            {item}: {message}
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}
