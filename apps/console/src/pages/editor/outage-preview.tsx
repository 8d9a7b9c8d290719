import { Badge, Group, Paper, Stack, Table, Text } from '@mantine/core';
import { CarillonError, type DataOf } from '@carillon/client/rest';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Instant } from '../../components/instant';
import { InstantInput } from '../../components/instant-input';
import { useApi } from '../../session/session';
import { useEditorForm } from './editor-form';
import { fieldErrorsOf } from './field-errors';
import { fromLocalText, toLocalText } from './local-time';
import { scheduleDraftOf, type ScheduleDraft } from './schedule-draft';

type OutageFiring = DataOf<'previewMissedOfDraft'>[number];

const LOOKS = { run: 'teal', wait: 'blue', missed: 'orange', skip: 'violet' } as const;
const PAUSE_MS = 350;
const MOST_SHOWN = 50;
const HOUR_MS = 3_600_000;

/** What would become of each due instant, had Carillon been down for a while. */
export function OutagePreview() {
  const { t } = useTranslation('editor');
  const [from, setFrom] = useState(() => lastFullHour(6));
  const [to, setTo] = useState(() => lastFullHour(0));
  const { data, errors } = useOutage(from, to);
  return (
    <Paper withBorder p="sm">
      <Stack gap="sm">
        <Text fw={600} size="sm">
          {t('outage.title')}
        </Text>
        <Group align="flex-start">
          <InstantInput
            label={t('outage.from')}
            value={from}
            error={errors.from}
            onChange={(event) => setFrom(event.currentTarget.value)}
          />
          <InstantInput
            label={t('outage.to')}
            value={to}
            error={errors.to}
            onChange={(event) => setTo(event.currentTarget.value)}
          />
        </Group>
        {data !== undefined && <Fates firings={data} />}
      </Stack>
    </Paper>
  );
}

function useOutage(
  from: string,
  to: string,
): { data: DataOf<'previewMissedOfDraft'> | undefined; errors: Record<string, string> } {
  const api = useApi();
  const { values } = useEditorForm();
  const query = { from: fromLocalText(from) ?? '', to: fromLocalText(to) ?? '' };
  const [asked] = useDebouncedValue(JSON.stringify({ query, body: scheduleDraftOf(values) }), PAUSE_MS);
  const { data, error } = useQuery({
    queryKey: ['preview', 'outage', asked],
    queryFn: ({ signal }) => {
      const request = JSON.parse(asked) as { query: typeof query; body: ScheduleDraft };
      return api.previewMissedOfDraft(request, { signal });
    },
    staleTime: Infinity,
    placeholderData: keepPreviousData,
  });
  return { data, errors: error instanceof CarillonError ? fieldErrorsOf(error, []) : {} };
}

function Fates({ firings }: { firings: DataOf<'previewMissedOfDraft'> }) {
  const { t } = useTranslation('editor');
  const count = (fate: OutageFiring['fate']) => firings.filter((firing) => firing.fate === fate).length;
  if (firings.length === 0) return <Text size="sm">{t('outage.none')}</Text>;
  return (
    <>
      <Text size="sm" role="status">
        {t('outage.counts', { run: count('run'), wait: count('wait'), missed: count('missed'), skip: count('skip') })}
      </Text>
      <Table.ScrollContainer minWidth={420} mah={320} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
        <Table verticalSpacing={4} withRowBorders={false} striped aria-label={t('outage.title')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{t('preview.yours')}</Table.Th>
              <Table.Th scope="col">{t('outage.fate')}</Table.Th>
              <Table.Th scope="col">{t('outage.why')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {firings.slice(0, MOST_SHOWN).map(({ at, local, fate, reason }) => (
              <Table.Tr key={`${at}${local}`}>
                <Table.Td>
                  <Instant at={at} />
                </Table.Td>
                <Table.Td>
                  <Badge color={LOOKS[fate]} variant="light" tt="none">
                    {t(`outage.${fate}`)}
                  </Badge>
                </Table.Td>
                <Table.Td>{reason ?? ''}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {firings.length > MOST_SHOWN && (
        <Text size="xs">{t('outage.more', { shown: MOST_SHOWN, all: firings.length })}</Text>
      )}
    </>
  );
}

/** So many hours before the last full one, as an input holds it. */
function lastFullHour(hoursBefore: number): string {
  const hour = Math.floor(Date.now() / HOUR_MS) - hoursBefore;
  return toLocalText(new Date(hour * HOUR_MS).toISOString());
}
