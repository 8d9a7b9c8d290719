import { Badge, Group } from '@mantine/core';
import type { Components } from '@carillon/client/rest';
import { useTranslation } from 'react-i18next';

type Job = Components['schemas']['Job'];

/** Whether a job is paused now. */
export const isPaused = ({ pausedUntil }: Pick<Job, 'pausedUntil'>): boolean =>
  pausedUntil !== null && new Date(pausedUntil).getTime() > Date.now();

/** What is out of the ordinary about a job, and its tags. */
export function JobBadges({ job }: { job: Job }) {
  const { t } = useTranslation('jobs');
  const isPlain = job.enabled && !isPaused(job) && job.consecutiveFailures === 0 && job.tags.length === 0;
  if (isPlain) return null;
  return (
    <Group gap={4}>
      {!job.enabled && (
        <Badge color="gray" variant="outline" tt="none">
          {t('badge.disabled')}
        </Badge>
      )}
      {isPaused(job) && (
        <Badge color="yellow" variant="light" tt="none">
          {t('badge.paused')}
        </Badge>
      )}
      {job.consecutiveFailures > 0 && (
        <Badge color="red" variant="light" tt="none">
          {t('badge.failing', { count: job.consecutiveFailures })}
        </Badge>
      )}
      {job.tags.map((tag) => (
        <Badge key={tag} color="indigo" variant="light" tt="none" size="sm">
          {tag}
        </Badge>
      ))}
    </Group>
  );
}
