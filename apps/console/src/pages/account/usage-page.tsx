import { Badge, Card, Group, Stack, Text, Title } from '@mantine/core';
import type { DataOf } from '@carillon/client/rest';
import { useTranslation } from 'react-i18next';
import { useOperation } from '../../api/use-operation';
import { Loaded } from '../../components/loaded';
import { PageHeader } from '../../components/page-header';
import { Gauges } from './gauges';
import { PlanTable } from './plan-table';

type Usage = DataOf<'getUsage'>;

/** What the account has used of what its plan gives, and what other plans would give. */
export function Page() {
  const { t } = useTranslation('account');
  const usage = useOperation('getUsage', {});
  return (
    <>
      <PageHeader title={t('usage.title')} hint={t('usage.zone')} />
      <Loaded of={usage} lines={8}>
        {(data) => (
          <Stack gap="xl">
            <Gauges usage={data} withKeys />
            <Activity usage={data} />
            <PlanTable current={data.limits.plan} />
          </Stack>
        )}
      </Loaded>
    </>
  );
}

function Activity({ usage: { todayActivity: today, daily } }: { usage: Usage }) {
  const { t } = useTranslation('account');
  const lines = [
    { label: t('usage.jobs'), made: today.jobsCreated, gone: today.jobsDeleted },
    { label: t('usage.apiKeys'), made: today.apiKeysCreated, gone: today.apiKeysDeleted },
  ];
  return (
    <Card withBorder>
      <Title order={2} size="h4" mb="xs">
        {t('usage.activity')}
      </Title>
      {lines.map(({ label, made, gone }) => (
        <Group key={label} gap="xs">
          <Text size="sm" w={140}>
            {label}
          </Text>
          <Badge variant="light" color="teal" tt="none">{`${made} ${t('usage.created')}`}</Badge>
          <Badge variant="light" color="gray" tt="none">{`${gone} ${t('usage.deleted')}`}</Badge>
        </Group>
      ))}
      <Text size="sm" c="dimmed" mt="xs">
        {t('usage.peaks', { jobs: daily.peakJobCount, keys: daily.peakApiKeyCount })}
      </Text>
    </Card>
  );
}
