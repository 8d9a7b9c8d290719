import { Table, Text } from '@mantine/core';
import type { Components } from '@carillon/client/rest';
import { useTranslation } from 'react-i18next';
import { formatMs } from '../../components/format';
import { Instant } from '../../components/instant';

type Log = Components['schemas']['Log'];

/** Every attempt of a run and what came of it. */
export function Attempts({ log }: { log: Log }) {
  const { t } = useTranslation('runs');
  if (log.attempts.length === 0) return <Text size="sm">{t('attempt.none')}</Text>;
  return (
    <Table.ScrollContainer
      minWidth={480}
      scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'group', 'aria-label': t('attempt.caption') } }}
    >
      <Table fz="sm">
        <Table.Caption className="visually-hidden">{t('attempt.caption')}</Table.Caption>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('attempt.number')}</Table.Th>
            <Table.Th>{t('attempt.started')}</Table.Th>
            <Table.Th>{t('attempt.status')}</Table.Th>
            <Table.Th ta="right">{t('attempt.duration')}</Table.Th>
            <Table.Th>{t('attempt.problem')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {log.attempts.map((attempt) => (
            <AttemptRow key={attempt.attempt} attempt={attempt} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function AttemptRow({ attempt }: { attempt: Log['attempts'][number] }) {
  return (
    <Table.Tr>
      <Table.Th scope="row">{attempt.attempt}</Table.Th>
      <Table.Td>
        <Instant at={attempt.startedAt} />
      </Table.Td>
      <Table.Td>{attempt.status === 0 ? '–' : attempt.status}</Table.Td>
      <Table.Td ta="right">{formatMs(attempt.durationMs)}</Table.Td>
      <Table.Td>{attempt.error === null ? '–' : attempt.error.message}</Table.Td>
    </Table.Tr>
  );
}
