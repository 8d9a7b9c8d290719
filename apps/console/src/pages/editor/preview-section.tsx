import { Badge, Group, Loader, Stack, Table, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Instant } from '../../components/instant';
import { Loading } from '../../components/loaded';
import { ClockChangeLine } from './clock-change-line';
import { useEditorForm, usePreviewed } from './editor-form';
import type { Firing } from './use-preview';

interface PreviewSectionProps {
  /** The instant after which is shown; null for now. */
  from: string | null;
  onFrom: (from: string | null) => void;
}

/** The next instants as one types: in the job's zone, in UTC and in the reader's, with what a clock change does to them. */
export function PreviewSection({ from, onFrom }: PreviewSectionProps) {
  const { t } = useTranslation('editor');
  const { firings, isFetching, isKnown, errors } = usePreviewed();
  const [problem] = Object.values(errors);
  return (
    <Stack gap="xs">
      <Group gap="xs">
        <Title order={3} size="h5">
          {t('preview.title')}
        </Title>
        {isFetching && <Loader size="xs" aria-label={t('preview.updating')} />}
      </Group>
      {problem !== undefined && <Text size="sm">{problem}</Text>}
      {problem === undefined && !isKnown && <Loading lines={5} />}
      {isKnown && firings.length === 0 && <Text size="sm">{t('preview.none')}</Text>}
      {firings.length > 0 && <FiringsTable firings={firings} />}
      <ClockChangeLine from={from} onFrom={onFrom} />
    </Stack>
  );
}

function FiringsTable({ firings }: { firings: readonly Firing[] }) {
  const { t } = useTranslation('editor');
  const { timezone } = useEditorForm().values;
  const isUtc = timezone === 'UTC';
  return (
    <Table.ScrollContainer minWidth={620} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table striped withRowBorders={false} verticalSpacing={4} aria-label={t('preview.title')}>
        <Table.Thead>
          <Table.Tr>
            {!isUtc && <Table.Th scope="col">{t('preview.local', { zone: timezone })}</Table.Th>}
            <Table.Th scope="col">{t('preview.utc')}</Table.Th>
            <Table.Th scope="col">{t('preview.yours')}</Table.Th>
            <Table.Th scope="col">{t('preview.note')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {firings.map((firing) => (
            <FiringRow key={`${firing.at}${firing.local}${firing.fate}`} firing={firing} isUtc={isUtc} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function FiringRow({ firing, isUtc }: { firing: Firing; isUtc: boolean }) {
  const { t } = useTranslation('editor');
  const { at, local, latest, dst, fate, reason } = firing;
  return (
    <Table.Tr>
      {!isUtc && <Table.Td style={{ whiteSpace: 'nowrap' }}>{local.replace('T', ' ')}</Table.Td>}
      <Table.Td style={{ whiteSpace: 'nowrap' }}>
        {at.slice(0, 19).replace('T', ' ')}
        {latest !== undefined && latest !== at && ` ${t('preview.latest', { time: endOf(at, latest) })}`}
      </Table.Td>
      <Table.Td>
        <Instant at={at} />
      </Table.Td>
      <Table.Td>
        <Group gap={4}>
          {dst !== null && (
            <Badge color="orange" variant="light" tt="none">
              {t(`preview.${dst}`)}
            </Badge>
          )}
          {fate === 'skip' && (
            <Badge color="violet" variant="light" tt="none">
              {t('preview.skip')}
            </Badge>
          )}
          {reason !== null && <Text size="xs">{reason}</Text>}
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}

/** The date too, where it is another day's. */
const endOf = (at: string, latest: string) =>
  latest.startsWith(at.slice(0, 10)) ? latest.slice(11, 19) : latest.slice(0, 19).replace('T', ' ');
