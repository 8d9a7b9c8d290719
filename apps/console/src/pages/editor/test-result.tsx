import type { DataOf } from '@carillon/client/rest';
import { Alert, Badge, Group, Paper, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { BodyView } from '../../components/body-view';
import { formatMs } from '../../components/format';
import { HeadersTable } from '../../components/headers-table';

/** What came of a test call. */
export function TestResult({ result }: { result: DataOf<'testJob'> }) {
  const { t } = useTranslation('editor');
  const { successful, status, durationMs, ttfbMs, error } = result;
  const Sign = successful ? IconCheck : IconAlertTriangle;
  return (
    <Paper withBorder p="sm" role="group" aria-label={t('test.title')}>
      <Stack gap="sm">
        <Group gap="xs">
          <Badge
            color={successful ? 'teal' : 'red'}
            variant="light"
            tt="none"
            leftSection={<Sign size={12} aria-hidden />}
          >
            {successful ? t('test.successful') : t('test.failed')}
          </Badge>
          <Text size="sm" fw={600}>
            {status === 0 ? t('test.noResponse') : t('test.status', { status })}
          </Text>
          <Text size="sm">{t('test.took', { duration: formatMs(durationMs), ttfb: formatMs(ttfbMs) })}</Text>
        </Group>
        {error !== null && (
          <Alert color="red" title={error.code}>
            {error.message}
          </Alert>
        )}
        {status !== 0 && <Response result={result} />}
      </Stack>
    </Paper>
  );
}

function Response({ result: { headers, body, truncated } }: { result: DataOf<'testJob'> }) {
  const { t } = useTranslation('editor');
  return (
    <>
      <div>
        <Text size="sm" fw={600} mb={4}>
          {t('test.body')}
        </Text>
        <BodyView label={t('test.body')} body={body} truncated={truncated} />
      </div>
      <div>
        <Text size="sm" fw={600}>
          {t('test.headers')}
        </Text>
        <HeadersTable headers={headers} caption={t('test.headers')} />
      </div>
    </>
  );
}
