import { Button, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { Components } from '@carillon/client/rest';
import { useTranslation } from 'react-i18next';
import { useOperation } from '../../api/use-operation';
import { Loaded } from '../../components/loaded';
import { Section } from '../../components/section';
import { FiringsTable } from './firings-table';
import { OutageDialog } from './outage-dialog';

const COUNT = 10;

/** When a job fires next, and the question what an outage would do to it. */
export function UpcomingFirings({ job }: { job: Components['schemas']['Job'] }) {
  const { t } = useTranslation('jobs');
  const [isAsking, asking] = useDisclosure();
  const firings = useOperation('previewJob', {
    path: { jobId: job.id },
    query: { count: COUNT, explain: 'true' },
  });
  const actions = (
    <Button size="xs" variant="light" onClick={asking.open}>
      {t('outage.action')}
    </Button>
  );
  return (
    <Section title={t('job.upcoming')} actions={actions}>
      {!job.enabled && (
        <Text size="sm" mb="xs">
          {t('job.upcomingOff')}
        </Text>
      )}
      <Loaded of={firings} lines={COUNT}>
        {(data) =>
          data.length === 0 ? (
            <Text size="sm">{t('job.upcomingNone')}</Text>
          ) : (
            <FiringsTable firings={data} caption={t('job.upcoming')} />
          )
        }
      </Loaded>
      {isAsking && <OutageDialog job={job} close={asking.close} />}
    </Section>
  );
}
