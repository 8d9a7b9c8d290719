import { Anchor, Table, Text } from '@mantine/core';
import type { Components } from '@carillon/client/rest';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { formatMs } from '../../components/format';
import { Instant } from '../../components/instant';
import { StateBadge } from '../../components/state-badge';
import { latenessOf } from './why';

type Log = Components['schemas']['Log'];

interface RunsTableProps {
  logs: readonly Log[];
  caption: string;
  /** Names of jobs; without them the column of jobs is left out. */
  names?: ReadonlyMap<string, string>;
}

/** Runs, one a row; the due instant leads to the run. */
export function RunsTable({ logs, caption, names }: RunsTableProps) {
  const { t } = useTranslation('runs');
  return (
    <Table.ScrollContainer
      minWidth={names === undefined ? 760 : 940}
      scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'group', 'aria-label': caption } }}
    >
      <Table highlightOnHover verticalSpacing="xs">
        <Table.Caption className="visually-hidden">{caption}</Table.Caption>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('column.state')}</Table.Th>
            <Table.Th>{t('column.due')}</Table.Th>
            {names !== undefined && <Table.Th>{t('column.job')}</Table.Th>}
            <Table.Th>{t('column.status')}</Table.Th>
            <Table.Th ta="right" style={{ whiteSpace: 'nowrap' }}>
              {t('column.duration')}
            </Table.Th>
            <Table.Th ta="right" style={{ whiteSpace: 'nowrap' }}>
              {t('column.lateness')}
            </Table.Th>
            <Table.Th ta="right" style={{ whiteSpace: 'nowrap' }}>
              {t('column.attempts')}
            </Table.Th>
            <Table.Th style={{ whiteSpace: 'nowrap' }}>{t('column.type')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {logs.map((log) => (
            <RunRow key={log.id} log={log} {...(names !== undefined && { names })} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function RunRow({ log, names }: { log: Log; names?: ReadonlyMap<string, string> }) {
  const { t } = useTranslation('runs');
  return (
    <Table.Tr>
      <Table.Td>
        <StateBadge state={log.state} />
      </Table.Td>
      <Table.Td>
        <Anchor component={Link} to={`/runs/${log.id}`} size="sm">
          <Instant at={log.scheduledFor} />
        </Anchor>
      </Table.Td>
      {names !== undefined && (
        <Table.Td maw={260}>
          <Anchor component={Link} to={`/jobs/${log.jobId}`} size="sm" lineClamp={1}>
            {names.get(log.jobId) ?? log.url}
          </Anchor>
        </Table.Td>
      )}
      <Table.Td>
        <StatusText log={log} />
      </Table.Td>
      <Table.Td ta="right" style={{ whiteSpace: 'nowrap' }}>
        {formatMs(log.durationMs)}
      </Table.Td>
      <Table.Td ta="right" style={{ whiteSpace: 'nowrap' }}>
        {formatMs(latenessOf(log))}
      </Table.Td>
      <Table.Td ta="right" style={{ whiteSpace: 'nowrap' }}>
        {log.attempt}
      </Table.Td>
      <Table.Td>
        <Text size="sm">{t(`type.${log.type}`)}</Text>
      </Table.Td>
    </Table.Tr>
  );
}

/** The status of the response, or the word for why there is none. */
export function StatusText({ log }: { log: Pick<Log, 'status' | 'error'> }) {
  if (log.status !== 0) return <>{log.status}</>;
  if (log.error !== null) return <Text size="sm">{log.error.code}</Text>;
  return <>–</>;
}
