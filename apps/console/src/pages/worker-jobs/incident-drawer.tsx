import { Anchor, Badge, Drawer, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useOperation } from '../../api/use-operation';
import { Facts } from '../../components/facts';
import { Instant } from '../../components/instant';
import { Loaded } from '../../components/loaded';
import { STATUS_COLORS, type Incident } from './incident-table';
import { ResolveForm } from './resolve-form';

/** One incident, beside the list; an empty id closes it. */
export function IncidentDrawer({ id, close }: { id: string; close: () => void }) {
  const { t } = useTranslation('workerJobs');
  const isOpen = id !== '';
  const incident = useOperation('getIncident', { path: { id } }, { enabled: isOpen });
  return (
    <Drawer
      opened={isOpen}
      onClose={close}
      position="right"
      size="lg"
      title={t('incidents.title')}
      closeButtonProps={{ 'aria-label': t('action.close', { ns: 'common' }) }}
    >
      {isOpen && (
        <Loaded of={incident}>
          {(data) => (
            <Stack>
              <IncidentFacts incident={data} />
              {data.status === 'OPEN' && <ResolveForm key={data.id} incident={data} close={close} />}
            </Stack>
          )}
        </Loaded>
      )}
    </Drawer>
  );
}

function IncidentFacts({ incident }: { incident: Incident }) {
  const { t } = useTranslation('workerJobs');
  const { status, type, message, job_key, job_type, worker, created_at, resolved_at, resolution } = incident;
  const said = resolution === null ? null : (resolution.comment ?? resolution.reason);
  return (
    <Facts
      facts={[
        [
          t('incidents.filterStatus'),
          <Badge key="status" variant="light" color={STATUS_COLORS[status]} tt="none">
            {t(`incidents.status.${status}`)}
          </Badge>,
        ],
        [t('incidents.filterType'), t(`incidents.type.${type}`)],
        [t('incidents.message'), message],
        [
          t('incidents.job'),
          <Anchor key="job" component={Link} to={`/worker-jobs/${job_key}`} size="sm">
            {job_type}
          </Anchor>,
        ],
        [t('incidents.worker'), worker ?? '–'],
        [t('incidents.created'), <Instant key="created" at={created_at} />],
        resolved_at !== null && [t(`incidents.status.${status}`), <Instant key="resolved" at={resolved_at} />],
        said !== null && said !== undefined && [t('incidents.resolution'), said],
      ]}
    />
  );
}
