import { Anchor, Group, Stack, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { usePages } from '../../api/use-pages';
import { Empty } from '../../components/empty';
import { Failure } from '../../components/failure';
import { Loading } from '../../components/loaded';
import { MoreButton } from '../../components/more-button';
import { PageHeader } from '../../components/page-header';
import { useJobNames } from '../runs/use-job-names';
import { EventBadges } from './event-badges';
import { JobPicker } from './job-picker';
import { StatusBadge } from './status-badge';
import type { Webhook } from './webhook-values';

const ROWS = 50;

/** The webhooks of all jobs, and the way to a new one. */
export function Page() {
  const { t } = useTranslation('webhooks');
  const pages = usePages('listWebhooks', { query: { limit: ROWS } });
  return (
    <>
      <PageHeader title={t('title')} hint={t('hint')} />
      <Stack>
        <JobPicker />
        {pages.error !== null && pages.items.length === 0 && <Failure error={pages.error} again={pages.again} />}
        {pages.isPending && <Loading lines={5} />}
        {!pages.isPending && pages.error === null && pages.items.length === 0 && (
          <Empty title={t('empty')}>{t('emptyHint')}</Empty>
        )}
        {pages.items.length > 0 && <WebhookTable webhooks={pages.items} />}
      </Stack>
      <MoreButton of={pages} />
    </>
  );
}

function WebhookTable({ webhooks }: { webhooks: readonly Webhook[] }) {
  const { t } = useTranslation('webhooks');
  const names = useJobNames();
  return (
    <Table.ScrollContainer
      minWidth={720}
      scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'region', 'aria-label': t('title') } }}
    >
      <Table verticalSpacing="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t('job')}</Table.Th>
            <Table.Th scope="col">{t('endpoint')}</Table.Th>
            <Table.Th scope="col">{t('events')}</Table.Th>
            <Table.Th scope="col">{t('status')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {webhooks.map((webhook) => (
            <Table.Tr key={webhook.id}>
              <Table.Td>
                <Anchor component={Link} to={`/webhooks/${encodeURIComponent(webhook.jobId)}`} fw={600} size="sm">
                  {names.get(webhook.jobId) ?? webhook.jobId}
                </Anchor>
              </Table.Td>
              <Table.Td>
                <Text size="sm">{webhook.endpoint}</Text>
              </Table.Td>
              <Table.Td>
                <Group gap={4}>
                  <EventBadges events={webhook.events} />
                </Group>
              </Table.Td>
              <Table.Td>
                <StatusBadge webhook={webhook} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
