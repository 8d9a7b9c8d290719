import type { DataOf } from '@carillon/client/rest';
import { Alert, Badge, Code, Group, Paper, ScrollArea, Stack, Table, Text } from '@mantine/core';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { formatMs } from '../../components/format';
import { formatJson } from './json-text';

/** What came of a test call. */
export function TestResult({ result }: { result: DataOf<'testJob'> }) {
  const { t } = useTranslation('editor');
  const { successful, status, durationMs, ttfbMs, error, truncated } = result;
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
        {truncated && <Text size="xs">{t('test.truncated')}</Text>}
      </Stack>
    </Paper>
  );
}

function Response({ result: { headers, body } }: { result: DataOf<'testJob'> }) {
  const { t } = useTranslation('editor');
  const isEmpty = body === null || body === '';
  return (
    <>
      <Text size="sm" fw={600}>
        {t('test.body')}
      </Text>
      {isEmpty ? (
        <Text size="sm">{t('test.noBody')}</Text>
      ) : (
        <ScrollArea.Autosize mah={320} viewportProps={{ tabIndex: 0, 'aria-label': t('test.body'), role: 'region' }}>
          <Code block style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
            {formatJson(body) ?? body}
          </Code>
        </ScrollArea.Autosize>
      )}
      <Table withRowBorders={false} verticalSpacing={2} layout="fixed">
        <Table.Caption style={{ captionSide: 'top', textAlign: 'left' }}>{t('test.headers')}</Table.Caption>
        <Table.Tbody>
          {Object.entries(headers).map(([name, value]) => (
            <Table.Tr key={name}>
              <Table.Th scope="row" w="35%" fw={500} style={{ overflowWrap: 'anywhere' }}>
                {name}
              </Table.Th>
              <Table.Td style={{ overflowWrap: 'anywhere' }}>{value}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </>
  );
}
