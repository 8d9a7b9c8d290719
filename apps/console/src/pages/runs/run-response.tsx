import { Group, Stack, Text, Title } from '@mantine/core';
import type { Components } from '@carillon/client/rest';
import { useTranslation } from 'react-i18next';
import { BodyView } from '../../components/body-view';
import { HeadersTable } from '../../components/headers-table';
import { Section } from '../../components/section';
import { isUnderWay, workerJobType } from './why';

/** What came back: status, headers and body; of a worker job its result. */
export function RunResponse({ log }: { log: Components['schemas']['Log'] }) {
  const { t } = useTranslation('runs');
  if (workerJobType(log) !== null) {
    return (
      <Section title={t('run.result')}>
        <BodyView label={t('run.result')} body={log.responseBody} truncated={log.truncated} />
      </Section>
    );
  }
  if (log.status === 0) {
    return (
      <Section title={t('run.response')}>
        <Text size="sm">{t(`run.${silenceOf(log)}`)}</Text>
      </Section>
    );
  }
  return (
    <Section title={t('run.response')}>
      <Stack gap="sm">
        <Group gap="xs">
          <Text size="sm">{t('column.status')}</Text>
          <Text fw={700}>{log.status}</Text>
        </Group>
        <Title order={3} size="h6">
          {t('run.headers')}
        </Title>
        <HeadersTable headers={log.responseHeaders} caption={t('run.headersOfResponse')} />
        <Title order={3} size="h6">
          {t('body.response')}
        </Title>
        <BodyView label={t('body.response')} body={log.responseBody} truncated={log.truncated} />
      </Stack>
    </Section>
  );
}

/** Why there is no response. */
function silenceOf(log: Components['schemas']['Log']) {
  if (isUnderWay(log)) return 'notYet';
  return log.attempt === 0 ? 'noCall' : 'noAnswer';
}
