import { Anchor, Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Instant } from '../../components/instant';
import { AnswerText } from './answer-text';
import { DeliveryBadge, type Delivery } from './delivery-badge';
import { EventBadges } from './event-badges';

interface DeliveryTableProps {
  deliveries: readonly Delivery[];
  onOpen: (id: string) => void;
}

export function DeliveryTable({ deliveries, onOpen }: DeliveryTableProps) {
  const { t } = useTranslation('webhooks');
  return (
    <Table.ScrollContainer
      minWidth={820}
      scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'region', 'aria-label': t('deliveries.title') } }}
    >
      <Table verticalSpacing="xs" highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t('deliveries.created')}</Table.Th>
            <Table.Th scope="col">{t('deliveries.event')}</Table.Th>
            <Table.Th scope="col">{t('deliveries.state')}</Table.Th>
            <Table.Th scope="col" miw={220}>
              {t('deliveries.answer')}
            </Table.Th>
            <Table.Th scope="col">{t('deliveries.attempts')}</Table.Th>
            <Table.Th scope="col">{t('deliveries.next')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {deliveries.map((delivery) => (
            <DeliveryRow key={delivery.id} delivery={delivery} onOpen={onOpen} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function DeliveryRow({ delivery, onOpen }: { delivery: Delivery; onOpen: (id: string) => void }) {
  const { t } = useTranslation('webhooks');
  const { id, createdAt, event, state, status, attempts, nextAttemptAt } = delivery;
  const last = attempts.at(-1);
  return (
    <Table.Tr>
      <Table.Td>
        <Anchor component="button" type="button" size="sm" onClick={() => onOpen(id)}>
          <Instant at={createdAt} />
        </Anchor>
      </Table.Td>
      <Table.Td>
        <EventBadges events={[event]} />
      </Table.Td>
      <Table.Td>
        <DeliveryBadge state={state} />
      </Table.Td>
      <Table.Td>
        {last === undefined ? t('deliveries.noAttempt') : <AnswerText status={status} error={last.error} />}
      </Table.Td>
      <Table.Td>{attempts.length}</Table.Td>
      <Table.Td>
        <Instant at={nextAttemptAt} />
      </Table.Td>
    </Table.Tr>
  );
}
