import { Code, Stack, Text, Title } from '@mantine/core';
import type { CarillonError, Components } from '@carillon/client/rest';
import type { UseQueryResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { BodyView } from '../../components/body-view';
import { HeadersTable } from '../../components/headers-table';
import { Section } from '../../components/section';
import { masked } from './masked';

interface RunRequestProps {
  log: Components['schemas']['Log'];
  job: UseQueryResult<Components['schemas']['Job'], CarillonError>;
}

/** What was sent. The ledger keeps the URL; the rest is the job's, as it is now. Values of headers are never shown. */
export function RunRequest({ log, job: { data: job, isPending } }: RunRequestProps) {
  const { t } = useTranslation('runs');
  return (
    <Section title={t('run.request')}>
      <Stack gap="sm">
        <Code block style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
          {[job?.method, log.url].filter(Boolean).join(' ')}
        </Code>
        {job === undefined ? (
          !isPending && <Text size="sm">{t('run.requestGone')}</Text>
        ) : (
          <>
            <Text size="sm">{t('run.requestNow')}</Text>
            <Title order={3} size="h6">
              {t('run.headers')}
            </Title>
            <HeadersTable headers={masked(job.headers)} caption={t('run.headersOfRequest')} />
            <Title order={3} size="h6">
              {t('body.request')}
            </Title>
            <BodyView label={t('body.request')} body={job.body} />
          </>
        )}
      </Stack>
    </Section>
  );
}
