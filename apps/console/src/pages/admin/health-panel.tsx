import { Alert, Anchor, Card, Group, SimpleGrid, Stack, Table, Text, Title } from '@mantine/core';
import type { CarillonError, DataOf } from '@carillon/client/rest';
import type { UseQueryResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useOperation } from '../../api/use-operation';
import { formatCount, formatMs } from '../../components/format';
import { Loaded } from '../../components/loaded';

/** Whether the service is whole, how much it has and does, and whose runs are late. */
export function HealthPanel() {
  const { t } = useTranslation('admin');
  const totals = useOperation('getStats', {});
  const lateness = useOperation('getLateness', { query: {} });
  return (
    <Stack gap="xl">
      <Readiness />
      <Loaded of={totals}>{(data) => <Totals totals={data} />}</Loaded>
      <Lateness lateness={lateness} />
      <Group>
        <Anchor href="/admin/queues" target="_blank" rel="noopener">
          {t('health.queues')}
        </Anchor>
        <Anchor href="/metrics" target="_blank" rel="noopener">
          {t('health.metrics')}
        </Anchor>
      </Group>
    </Stack>
  );
}

/** `/ready` answers 503 with what it lacks, which is no failure of asking. */
function Readiness() {
  const { t } = useTranslation('admin');
  const ready = useOperation('ready', {});
  if (ready.data !== undefined) return <Alert color="teal">{t('health.ready')}</Alert>;
  if (ready.error === null) return null;
  const { missing } = ready.error.details;
  const parts = Array.isArray(missing) ? missing.join(', ') : ready.error.message;
  return (
    <Alert color="red" role="alert">
      {t('health.notReady', { missing: parts })}
    </Alert>
  );
}

function Totals({ totals }: { totals: DataOf<'getStats'> }) {
  const { t, i18n } = useTranslation('admin');
  const count = (value: number) => formatCount(value, i18n.language);
  const figures = [
    [t('health.users'), totals.users],
    [t('health.jobs'), totals.jobs],
    [t('health.keys'), totals.apiKeys],
    [t('health.runsMonth'), totals.runs.thisMonth],
    [t('health.runsTotal'), totals.runs.total],
    [t('health.ledger'), totals.ledgerRows],
  ] as const;
  return (
    <Stack>
      <SimpleGrid cols={{ base: 2, sm: 3, lg: 6 }}>
        {figures.map(([label, value]) => (
          <Card key={label} withBorder padding="sm">
            <Text size="xs" c="dimmed">
              {label}
            </Text>
            <Text size="xl" fw={650}>
              {count(value)}
            </Text>
          </Card>
        ))}
      </SimpleGrid>
      <Title order={2} size="h4">
        {t('health.byPlan')}
      </Title>
      <Table.ScrollContainer
        minWidth={480}
        scrollAreaProps={{ viewportProps: { tabIndex: 0, 'aria-label': t('health.byPlan') } }}
      >
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('health.plan')}</Table.Th>
              {figures.slice(0, 4).map(([label]) => (
                <Table.Th key={label}>{label}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {totals.plans.map(({ plan, users, jobs, apiKeys, runs }) => (
              <Table.Tr key={plan}>
                <Table.Th scope="row">{plan}</Table.Th>
                {[users, jobs, apiKeys, runs.thisMonth].map((value, column) => (
                  <Table.Td key={column}>{count(value)}</Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Stack>
  );
}

function Lateness({ lateness }: { lateness: UseQueryResult<DataOf<'getLateness'>, CarillonError> }) {
  const { t, i18n } = useTranslation('admin');
  return (
    <Stack gap="xs">
      <Title order={2} size="h4">
        {t('health.lateness')}
      </Title>
      <Text size="sm" c="dimmed">
        {t('health.latenessHint')}
      </Text>
      <Loaded of={lateness}>
        {(users) =>
          users.length === 0 ? (
            <Text size="sm">{t('health.latenessEmpty')}</Text>
          ) : (
            <Table.ScrollContainer
              minWidth={480}
              scrollAreaProps={{ viewportProps: { tabIndex: 0, 'aria-label': t('health.lateness') } }}
            >
              <Table>
                <Table.Thead>
                  <Table.Tr>
                    {(['user', 'runs', 'p50', 'p99', 'max'] as const).map((name) => (
                      <Table.Th key={name}>{t(`health.${name}`)}</Table.Th>
                    ))}
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {users.map(({ userId, runs, p50Ms, p99Ms, maxMs }) => (
                    <Table.Tr key={userId}>
                      <Table.Td ff="monospace">{userId}</Table.Td>
                      <Table.Td>{formatCount(runs, i18n.language)}</Table.Td>
                      <Table.Td>{formatMs(p50Ms)}</Table.Td>
                      <Table.Td>{formatMs(p99Ms)}</Table.Td>
                      <Table.Td>{formatMs(maxMs)}</Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            </Table.ScrollContainer>
          )
        }
      </Loaded>
    </Stack>
  );
}
