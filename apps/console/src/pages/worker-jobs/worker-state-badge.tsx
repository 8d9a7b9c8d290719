import { Badge } from '@mantine/core';
import type { Components } from '@carillon/client/rest';
import { useTranslation } from 'react-i18next';

export type WorkerJobStatus = Components['schemas']['WorkerJobStatus'];

const COLORS: Readonly<Record<WorkerJobStatus, string>> = {
  CREATED: 'gray',
  ACTIVE: 'blue',
  COMPLETED: 'teal',
  FAILED_RETRYABLE: 'yellow',
  FAILED: 'red',
  CANCELLED: 'gray',
  ERROR_THROWN: 'orange',
};

export function WorkerStateBadge({ status }: { status: WorkerJobStatus }) {
  const { t } = useTranslation('workerJobs');
  return (
    <Badge miw="max-content" variant="light" color={COLORS[status]} tt="none">
      {t(`status.${status}`)}
    </Badge>
  );
}
