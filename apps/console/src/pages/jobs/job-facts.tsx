import { Anchor, Code, Group } from '@mantine/core';
import type { Components } from '@carillon/client/rest';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Facts } from '../../components/facts';
import { formatMs } from '../../components/format';
import { Instant } from '../../components/instant';
import { Section } from '../../components/section';
import { isPaused } from './job-badges';
import { ScheduleText } from './schedule-text';

type Job = Components['schemas']['Job'];

/** What a job does and how, in a table. */
export function JobFacts({ job }: { job: Job }) {
  const { t, i18n } = useTranslation(['jobs', 'common']);
  const count = new Intl.NumberFormat(i18n.language);
  return (
    <Section title={t('job.facts')}>
      <Facts
        facts={[
          [t('job.target'), <TargetText key="target" job={job} />],
          [t('job.schedule'), <ScheduleText key="schedule" schedule={job.schedule} timezone={job.timezone} />],
          [t('job.next'), job.nextRunAt === null ? t('none') : <Instant at={job.nextRunAt} />],
          [t('job.last'), job.lastRunAt === null ? t('never') : <Instant at={job.lastRunAt} />],
          isPaused(job) && [t('job.pausedUntil'), <Instant key="paused" at={job.pausedUntil} />],
          [t('job.count'), count.format(job.count)],
          [t('job.failures'), count.format(job.consecutiveFailures)],
          [t('job.overlap'), t(`overlap.${job.overlap}`)],
          [t('job.missed'), t(`missed.${job.missed}`)],
          job.retry !== null && [t('job.retry'), job.retry.maxAttempts],
          job.timeoutMs !== null && [t('job.timeout'), formatMs(job.timeoutMs)],
          job.delivery !== null && [t('job.delivery'), t(`delivery.${job.delivery}`)],
          (job.startAt !== null || job.endAt !== null) && [t('job.window'), <Span key="span" job={job} />],
          [t('job.webhook'), <WebhookLink key="webhook" job={job} />],
          [t('job.created'), <Instant key="created" at={job.createdAt} />],
          [t('job.updated'), <Instant key="updated" at={job.updatedAt} />],
        ]}
      />
    </Section>
  );
}

/** The call, or the type of the worker jobs. A URL is shown as text: it is called by Carillon, not opened by a reader. */
function TargetText({ job }: { job: Job }): ReactNode {
  const { t } = useTranslation('jobs');
  if (job.target.kind === 'workerJob') {
    const { type } = job.target;
    return (
      <Anchor component={Link} to={`/worker-jobs?type=${encodeURIComponent(type)}`} size="sm">
        {t('job.workerTarget', { type })}
      </Anchor>
    );
  }
  return <Code>{`${job.method ?? ''} ${job.url ?? ''}`}</Code>;
}

function Span({ job: { startAt, endAt } }: { job: Job }) {
  return (
    <Group gap={6}>
      <Instant at={startAt} />
      <span>–</span>
      <Instant at={endAt} />
    </Group>
  );
}

function WebhookLink({ job }: { job: Job }) {
  const { t } = useTranslation(['jobs', 'common']);
  if (!job.hasWebhook) return <>{t('common:status.none')}</>;
  return (
    <Anchor component={Link} to={`/webhooks/${job.id}`} size="sm">
      {t('badge.webhook')}
    </Anchor>
  );
}
