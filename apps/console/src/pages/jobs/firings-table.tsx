import { Badge, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Instant } from '../../components/instant';

interface ShownFiring {
  at: string;
  local: string;
  dst: 'gap' | 'fold' | null;
  fate: 'run' | 'skip' | 'wait' | 'missed';
  reason: string | null;
}

/** Due instants in the reader's time and the job's, and what becomes of each. */
export function FiringsTable({ firings, caption }: { firings: readonly ShownFiring[]; caption: string }) {
  const { t } = useTranslation('jobs');
  return (
    <Table.ScrollContainer
      minWidth={420}
      scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'group', 'aria-label': caption } }}
    >
      <Table fz="sm" verticalSpacing={6}>
        <Table.Caption className="visually-hidden">{caption}</Table.Caption>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('job.at')}</Table.Th>
            <Table.Th>{t('job.local')}</Table.Th>
            <Table.Th>{t('job.fate')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {firings.map((firing) => (
            <Table.Tr key={firing.at}>
              <Table.Td>
                <Instant at={firing.at} />
              </Table.Td>
              <Table.Td style={{ whiteSpace: 'nowrap' }}>{wallTime(firing.local)}</Table.Td>
              <Table.Td>
                <FateText firing={firing} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

/** `2026-03-29T02:30:00+01:00` as people read it. */
const wallTime = (local: string) => local.replace('T', ' ').replace(/:00([+-])/, ' $1');

function FateText({ firing: { fate, reason, dst } }: { firing: ShownFiring }) {
  const { t } = useTranslation('jobs');
  return (
    <>
      {t(`fate.${fate}`)}
      {reason !== null && <Text size="xs">{reason}</Text>}
      {dst !== null && (
        <Badge color="orange" variant="light" tt="none" size="sm">
          {t(`dst.${dst}`)}
        </Badge>
      )}
    </>
  );
}
