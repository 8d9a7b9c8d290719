import { Text, Timeline } from '@mantine/core';
import type { DataOf } from '@carillon/client/rest';
import { useTranslation } from 'react-i18next';
import { Instant } from '../../components/instant';

type WorkerJob = DataOf<'getWorkerJob'>;
type Entry = WorkerJob['execution_history'][number];

const EVENTS = [
  'JOB_CREATED',
  'JOB_ACTIVATED',
  'JOB_COMPLETED',
  'JOB_FAILED',
  'JOB_FAILED_RETRY',
  'JOB_ERROR_THROWN',
  'JOB_CANCELLED',
  'JOB_LEASE_CHANGED',
  'JOB_LEASE_EXPIRED',
  'JOB_RELEASED',
  'JOB_RETRIED',
  'JOB_RETRIES_SET',
] as const;

const BAD = new Set(['JOB_FAILED', 'JOB_FAILED_RETRY', 'JOB_ERROR_THROWN', 'JOB_LEASE_EXPIRED']);

/** What happened to a job, in order. */
export function JobHistory({ job: { execution_history: entries, execution_history_cut: cut } }: { job: WorkerJob }) {
  const { t } = useTranslation('workerJobs');
  return (
    <>
      {cut > 0 && (
        <Text size="sm" mb="xs">
          {t('job.cut', { count: cut })}
        </Text>
      )}
      <Timeline bulletSize={14} lineWidth={2} active={entries.length}>
        {entries.map((entry, position) => (
          <Timeline.Item
            key={position}
            title={<EntryTitle action={entry.action} />}
            color={BAD.has(entry.action) ? 'red' : 'indigo'}
          >
            <EntryFacts entry={entry} />
          </Timeline.Item>
        ))}
      </Timeline>
    </>
  );
}

/** An event that a newer server tells of is shown by its name. */
function EntryTitle({ action }: { action: string }) {
  const { t } = useTranslation('workerJobs');
  const known = EVENTS.find((event) => event === action);
  return (
    <Text size="sm" fw={600}>
      {known === undefined ? action : t(`events.${known}`)}
    </Text>
  );
}

function EntryFacts({ entry }: { entry: Entry }) {
  const facts = [entry.worker_id, entry.error_code, entry.error, entry.reason].filter(
    (fact) => fact !== undefined && fact !== null && fact !== '',
  );
  return (
    <Text size="xs" component="div">
      <Instant at={entry.timestamp} />
      {facts.map((fact, position) => (
        <div key={position}>{fact}</div>
      ))}
    </Text>
  );
}
