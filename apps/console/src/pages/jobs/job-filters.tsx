import { Button, Group, SegmentedControl, Select, Switch, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import type { RequestOf } from '@carillon/client/rest';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useOperation } from '../../api/use-operation';
import { useSearch } from '../../components/use-search';

type Query = NonNullable<RequestOf<'listJobs'>['query']>;
type FilterName = 'q' | 'tag' | 'enabled' | 'failing';

const TYPING_PAUSE_MS = 250;

/** The filters of jobs, as the address has them. */
export function useJobFilters() {
  const [read, write] = useSearch<FilterName>();
  const [q, tag, enabled] = [read('q'), read('tag'), read('enabled')];
  const query: Query = {
    ...(q !== '' && { q }),
    ...(tag !== '' && { tag }),
    ...((enabled === 'true' || enabled === 'false') && { enabled }),
    ...(read('failing') === 'true' && { failing: 'true' }),
  };
  return { query, write, isFiltered: Object.keys(query).length > 0 };
}

type Filters = ReturnType<typeof useJobFilters>;

/** Which jobs are shown: by name, by tag, enabled or not, failing. */
export function JobFilters(filters: Filters) {
  const { query, write, isFiltered } = filters;
  const { t } = useTranslation('jobs');
  const [cleared, setCleared] = useState(0);
  const clear = () => {
    write({ q: '', tag: '', enabled: '', failing: '' });
    setCleared((times) => times + 1);
  };
  return (
    <Group align="flex-end" gap="sm" mb="md" role="group" aria-label={t('filter.group')}>
      <SearchField key={cleared} {...filters} />
      <TagField {...filters} />
      <SegmentedControl
        aria-label={t('filter.enabled')}
        value={query.enabled ?? ''}
        onChange={(enabled) => write({ enabled })}
        data={[
          { value: '', label: t('filter.all') },
          { value: 'true', label: t('filter.on') },
          { value: 'false', label: t('filter.off') },
        ]}
      />
      <Switch
        label={t('filter.failing')}
        mb={8}
        checked={query.failing === 'true'}
        onChange={(event) => write({ failing: event.currentTarget.checked ? 'true' : '' })}
      />
      {isFiltered && (
        <Button variant="subtle" onClick={clear}>
          {t('filter.clear')}
        </Button>
      )}
    </Group>
  );
}

/** Asks when the typing pauses, not with every letter. */
function SearchField({ query, write }: Filters) {
  const { t } = useTranslation('jobs');
  const search = useDebouncedCallback((q: string) => write({ q }), TYPING_PAUSE_MS);
  return (
    <TextInput
      type="search"
      label={t('filter.search')}
      leftSection={<IconSearch size={16} aria-hidden />}
      w={{ base: '100%', xs: 260 }}
      maxLength={255}
      defaultValue={query.q ?? ''}
      onChange={(event) => search(event.currentTarget.value.trim())}
    />
  );
}

function TagField({ query, write }: Filters) {
  const { t } = useTranslation('jobs');
  const tags = useOperation('listJobTags', {});
  const chosen = query.tag === undefined ? [] : [{ value: query.tag, label: query.tag }];
  const known = tags.data?.map(({ tag, jobs }) => ({ value: tag, label: `${tag} (${jobs})` })) ?? chosen;
  return (
    <Select
      label={t('filter.tag')}
      placeholder={t('filter.anyTag')}
      searchable
      clearable
      w={{ base: '100%', xs: 200 }}
      value={query.tag ?? null}
      onChange={(tag) => write({ tag: tag ?? '' })}
      data={known}
    />
  );
}
