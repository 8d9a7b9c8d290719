import { Anchor, Button, Drawer, Group, Stack, Table, Text, Title } from '@mantine/core';
import { IconRepeat } from '@tabler/icons-react';
import type { DataOf } from '@carillon/client/rest';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useAction } from '../../api/use-action';
import { useOperation } from '../../api/use-operation';
import { BodyView } from '../../components/body-view';
import { Facts } from '../../components/facts';
import { formatMs } from '../../components/format';
import { Instant } from '../../components/instant';
import { Loaded } from '../../components/loaded';
import { AnswerText } from './answer-text';
import { DeliveryBadge } from './delivery-badge';
import { EventBadges } from './event-badges';

type Detail = DataOf<'getWebhookDelivery'>;

interface DrawerProps {
  jobId: string;
  /** Empty for none. */
  deliveryId: string;
  close: () => void;
}

/** One delivery: its attempts, its exact text, and sending it again. */
export function DeliveryDrawer({ jobId, deliveryId, close }: DrawerProps) {
  const { t } = useTranslation(['webhooks', 'common']);
  return (
    <Drawer
      opened={deliveryId !== ''}
      onClose={close}
      position="right"
      size="lg"
      title={t('deliveries.one')}
      closeButtonProps={{ 'aria-label': t('common:action.close') }}
    >
      {deliveryId !== '' && <OneDelivery jobId={jobId} deliveryId={deliveryId} />}
    </Drawer>
  );
}

function OneDelivery({ jobId, deliveryId }: Omit<DrawerProps, 'close'>) {
  const delivery = useOperation('getWebhookDelivery', { path: { jobId, deliveryId } });
  return <Loaded of={delivery}>{(shown) => <DeliveryView delivery={shown} />}</Loaded>;
}

function DeliveryView({ delivery }: { delivery: Detail }) {
  const { t } = useTranslation('webhooks');
  const { id, jobId, logId, event, state, createdAt, nextAttemptAt, finishedAt, attempts, payload } = delivery;
  const replay = useAction('replayWebhookDelivery', { said: t('deliveries.replayed') });
  const hasEnded = state === 'dead' || state === 'delivered';
  return (
    <Stack>
      <Group>
        <EventBadges events={[event]} />
        <DeliveryBadge state={state} />
        {hasEnded && (
          <Button
            size="xs"
            leftSection={<IconRepeat size={14} aria-hidden />}
            loading={replay.isPending}
            onClick={() => replay.mutate({ path: { jobId, deliveryId: id } })}
          >
            {t('deliveries.replay')}
          </Button>
        )}
      </Group>
      <Facts
        facts={[
          ['ID', id],
          [t('deliveries.created'), <Instant key="created" at={createdAt} />],
          nextAttemptAt !== null && [t('deliveries.next'), <Instant key="next" at={nextAttemptAt} />],
          finishedAt !== null && [t('deliveries.finished'), <Instant key="finished" at={finishedAt} />],
          event !== 'test' && [t('deliveries.run'), <RunLink key="run" logId={logId} />],
        ]}
      />
      <Attempts attempts={attempts} />
      <div>
        <Title order={3} size="h5" mb={4}>
          {t('deliveries.payload')}
        </Title>
        {payload === null ? (
          <Text size="sm">{t('deliveries.noPayload')}</Text>
        ) : (
          <BodyView label={t('deliveries.payload')} body={payload} />
        )}
      </div>
    </Stack>
  );
}

function RunLink({ logId }: { logId: string }) {
  const { t } = useTranslation('webhooks');
  return (
    <Anchor component={Link} to={`/runs/${encodeURIComponent(logId)}`} size="sm">
      {t('deliveries.toRun')}
    </Anchor>
  );
}

function Attempts({ attempts }: { attempts: Detail['attempts'] }) {
  const { t } = useTranslation('webhooks');
  return (
    <div>
      <Title order={3} size="h5" mb={4}>
        {t('deliveries.attempts')}
      </Title>
      {attempts.length === 0 && <Text size="sm">{t('deliveries.noAttempt')}</Text>}
      {attempts.length > 0 && (
        <Table fz="sm" aria-label={t('deliveries.attempts')}>
          <Table.Tbody>
            {attempts.map(({ attempt, startedAt, durationMs, status, error }) => (
              <Table.Tr key={`${startedAt}${attempt}`}>
                <Table.Th scope="row" fw={500}>
                  {t('deliveries.attempt', { number: attempt })}
                </Table.Th>
                <Table.Td>
                  <Instant at={startedAt} />
                </Table.Td>
                <Table.Td>{formatMs(durationMs)}</Table.Td>
                <Table.Td>
                  <AnswerText status={status} error={error} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </div>
  );
}
