import { Badge, Spoiler, Table, Text } from '@mantine/core';
import type { DataOf } from '@carillon/client/rest';
import { useTranslation } from 'react-i18next';
import type { Pages } from '../../api/use-pages';
import { Empty } from '../../components/empty';
import { Failure } from '../../components/failure';
import { Instant } from '../../components/instant';
import { Loading } from '../../components/loaded';
import { MoreButton } from '../../components/more-button';

type AuditEvent = DataOf<'listAuditEvents'>[number];

/** Events as a table, newest first. */
export function AuditList({ events, withUser = false }: { events: Pages<AuditEvent>; withUser?: boolean }) {
  const { t } = useTranslation('account');
  if (events.isPending) return <Loading />;
  if (events.error !== null && events.items.length === 0) return <Failure error={events.error} again={events.again} />;
  if (events.items.length === 0) return <Empty title={t('audit.empty')} />;
  return (
    <>
      <Table.ScrollContainer
        minWidth={820}
        scrollAreaProps={{ viewportProps: { tabIndex: 0, 'aria-label': t('audit.title') } }}
      >
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('audit.at')}</Table.Th>
              <Table.Th>{t('audit.action')}</Table.Th>
              <Table.Th>{t('audit.resource')}</Table.Th>
              {withUser && <Table.Th>{t('audit.user')}</Table.Th>}
              <Table.Th>{t('audit.actor')}</Table.Th>
              <Table.Th>{t('audit.address')}</Table.Th>
              <Table.Th>{t('audit.details')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {events.items.map((event) => (
              <AuditRow key={event.id} event={event} withUser={withUser} />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <MoreButton of={events} />
    </>
  );
}

function AuditRow({ event, withUser }: { event: AuditEvent; withUser: boolean }) {
  const { t } = useTranslation('account');
  const { at, action, resourceId, userId, actor, keyId, address, details } = event;
  return (
    <Table.Tr>
      <Table.Td>
        <Instant at={at} />
      </Table.Td>
      <Table.Td>
        <Badge variant="default" tt="none" miw="max-content">
          {action}
        </Badge>
      </Table.Td>
      <Table.Td>
        <Id value={resourceId} />
      </Table.Td>
      {withUser && <Table.Td>{userId === null ? '–' : <Id value={userId} />}</Table.Td>}
      <Table.Td>
        <Text size="sm">{t(`audit.actors.${actor}`)}</Text>
        {keyId !== null && <Id value={keyId} />}
      </Table.Td>
      <Table.Td>{address ?? '–'}</Table.Td>
      <Table.Td maw={320}>
        <Details details={details} />
      </Table.Td>
    </Table.Tr>
  );
}

/** The height of three lines; the rest unfolds. */
const FOLDED_PX = 60;

function Details({ details }: { details: AuditEvent['details'] }) {
  const { t } = useTranslation();
  const lines = Object.entries(details);
  if (lines.length === 0) return <>–</>;
  return (
    <Spoiler maxHeight={FOLDED_PX} showLabel={t('action.more')} hideLabel={t('action.close')} fz="xs">
      {lines.map(([name, value]) => (
        <div key={name}>
          {name}: {typeof value === 'string' ? value : JSON.stringify(value)}
        </div>
      ))}
    </Spoiler>
  );
}

const Id = ({ value }: { value: string }) => (
  <Text size="xs" ff="monospace">
    {value}
  </Text>
);
