import { Button, Group, Select, TextInput } from '@mantine/core';
import type { RequestOf } from '@carillon/client/rest';
import { useTranslation } from 'react-i18next';
import { fromLocalInput, toLocalInput } from '../../components/local-input';
import { STATE_LOOKS, type RunState } from '../../components/state-badge';
import { useSearch } from '../../components/use-search';

type Query = NonNullable<RequestOf<'listLogs'>['query']>;
type FilterName = 'state' | 'type' | 'from' | 'to';

const STATES = Object.keys(STATE_LOOKS) as RunState[];
const TYPES = ['AUTO', 'MANUAL'] as const;

/** The filters of runs, as the address has them. */
export function useRunFilters() {
  const [read, write] = useSearch<FilterName>();
  const state = STATES.find((one) => one === read('state'));
  const type = TYPES.find((one) => one === read('type'));
  const [from, to] = [read('from'), read('to')];
  const query: Query = {
    ...(state !== undefined && { state }),
    ...(type !== undefined && { type }),
    ...(from !== '' && { from }),
    ...(to !== '' && { to }),
  };
  return { query, write, isFiltered: Object.keys(query).length > 0 };
}

/** Which runs are shown: by outcome, by who started them, by when they were due. */
export function RunFilters({ query, write, isFiltered }: ReturnType<typeof useRunFilters>) {
  const { t } = useTranslation(['runs', 'common']);
  const clear = () => write({ state: '', type: '', from: '', to: '' });
  return (
    <Group align="flex-end" gap="sm" mb="md" role="group" aria-label={t('filter.group')}>
      <Select
        label={t('filter.state')}
        placeholder={t('filter.anyState')}
        clearable
        w={{ base: '100%', xs: 170 }}
        value={query.state ?? null}
        onChange={(state) => write({ state: state ?? '' })}
        data={STATES.map((value) => ({ value, label: t(`common:state.${value}`) }))}
      />
      <Select
        label={t('filter.type')}
        placeholder={t('filter.anyType')}
        clearable
        w={{ base: '100%', xs: 190 }}
        value={query.type ?? null}
        onChange={(type) => write({ type: type ?? '' })}
        data={TYPES.map((value) => ({ value, label: t(`type.${value}`) }))}
      />
      <DueField label={t('filter.from')} value={query.from} onChange={(from) => write({ from })} />
      <DueField label={t('filter.to')} value={query.to} onChange={(to) => write({ to })} />
      {isFiltered && (
        <Button variant="subtle" onClick={clear}>
          {t('filter.clear')}
        </Button>
      )}
    </Group>
  );
}

interface DueFieldProps {
  label: string;
  value: string | undefined;
  onChange: (iso: string) => void;
}

function DueField({ label, value, onChange }: DueFieldProps) {
  return (
    <TextInput
      type="datetime-local"
      label={label}
      w={{ base: '100%', xs: 210 }}
      value={toLocalInput(value)}
      onChange={(event) => onChange(fromLocalInput(event.currentTarget.value) ?? '')}
    />
  );
}
