import { Progress, Table, Text } from '@mantine/core';
import type { Components } from '@carillon/client/rest';
import { useTranslation } from 'react-i18next';
import { formatMs } from '../../components/format';
import { isReused, phasesOf, type Phase, type PhaseName } from './waterfall-phases';

const COLORS: Readonly<Record<PhaseName, string>> = {
  dns: 'cyan',
  connect: 'indigo',
  tls: 'violet',
  wait: 'orange',
  rest: 'teal',
};

/** Where the time of a run's last attempt went, step by step. */
export function Waterfall({ timings }: { timings: Components['schemas']['Log']['timings'] }) {
  const { t } = useTranslation('runs');
  if (timings === null) return <Text size="sm">{t('timing.none')}</Text>;
  return (
    <>
      <Table fz="sm" layout="fixed" horizontalSpacing="xs">
        <Table.Caption className="visually-hidden">{t('timing.caption')}</Table.Caption>
        <colgroup>
          <col style={{ width: '34%' }} />
          <col />
          <col style={{ width: 88 }} />
        </colgroup>
        <Table.Thead className="visually-hidden">
          <Table.Tr>
            <Table.Th>{t('timing.phase')}</Table.Th>
            <Table.Th>{t('timing.begins')}</Table.Th>
            <Table.Th>{t('timing.takes')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {phasesOf(timings).map((phase) => (
            <PhaseRow key={phase.name} phase={phase} totalMs={timings.totalMs} />
          ))}
          <Table.Tr>
            <Table.Th scope="row">{t('timing.total')}</Table.Th>
            <Table.Td />
            <Table.Td ta="right" fw={600}>
              {formatMs(timings.totalMs)}
            </Table.Td>
          </Table.Tr>
        </Table.Tbody>
      </Table>
      {isReused(timings) && (
        <Text size="sm" mt="xs">
          {t('timing.reused')}
        </Text>
      )}
    </>
  );
}

function PhaseRow({ phase: { name, beginsMs, takesMs }, totalMs }: { phase: Phase; totalMs: number }) {
  const { t } = useTranslation('runs');
  const share = (ms: number) => (totalMs === 0 ? 0 : (ms / totalMs) * 100);
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={400}>
        {t(`timing.${name}`)}
      </Table.Th>
      <Table.Td>
        <Text className="visually-hidden">{formatMs(beginsMs)}</Text>
        <Progress.Root size="lg" aria-hidden>
          <Progress.Section value={share(beginsMs)} color="transparent" withAria={false} />
          <Progress.Section value={Math.max(share(takesMs), 0.5)} color={COLORS[name]} withAria={false} />
        </Progress.Root>
      </Table.Td>
      <Table.Td ta="right">{formatMs(takesMs)}</Table.Td>
    </Table.Tr>
  );
}
