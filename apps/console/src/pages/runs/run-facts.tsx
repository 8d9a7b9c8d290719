import { Anchor } from '@mantine/core';
import type { Components } from '@carillon/client/rest';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Facts } from '../../components/facts';
import { formatMs } from '../../components/format';
import { Instant } from '../../components/instant';
import { latenessOf, workerJobType } from './why';

interface RunFactsProps {
  log: Components['schemas']['Log'];
  /** Null when it is deleted or not read yet. */
  job: Components['schemas']['Job'] | null;
}

/** When a run was due, began and ended, of which job it is, and what it repeats. */
export function RunFacts({ log, job }: RunFactsProps) {
  const { t } = useTranslation('runs');
  const type = workerJobType(log);
  return (
    <Facts
      facts={[
        [t('run.job'), job === null ? log.jobId : <ToLink to={`/jobs/${job.id}`} text={job.name} />],
        [t('run.due'), <Instant key="due" at={log.scheduledFor} />],
        [t('run.started'), <Instant key="started" at={log.attempts[0]?.startedAt ?? log.startedAt} />],
        [t('run.finished'), <Instant key="finished" at={log.finishedAt} />],
        [t('run.duration'), formatMs(log.durationMs)],
        [t('run.lateness'), formatMs(latenessOf(log))],
        [t('column.type'), t(`type.${log.type}`)],
        log.nextAttemptAt !== null && [t('run.nextAttempt'), <Instant key="next" at={log.nextAttemptAt} />],
        log.replayOf !== null && [t('run.replayOf'), <ToLink to={`/runs/${log.replayOf}`} text={log.replayOf} />],
        type !== null && [t('run.workerJobHint'), <WorkerJobsLink key="worker" type={type} />],
      ]}
    />
  );
}

function WorkerJobsLink({ type }: { type: string }) {
  const { t } = useTranslation('runs');
  return <ToLink to={`/worker-jobs?type=${encodeURIComponent(type)}`} text={t('run.workerJob', { type })} />;
}

function ToLink({ to, text }: { to: string; text: string }) {
  return (
    <Anchor component={Link} to={to} size="sm">
      {text}
    </Anchor>
  );
}
