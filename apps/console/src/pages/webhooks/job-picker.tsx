import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useOperation } from '../../api/use-operation';

const MOST = 20;
const PAUSE_MS = 250;

/** Finds the job that is to have a webhook, and goes to its page. */
export function JobPicker() {
  const { t } = useTranslation('webhooks');
  const navigate = useNavigate();
  const [search, setSearch] = useState('');
  const [asked] = useDebouncedValue(search.trim(), PAUSE_MS);
  const { data: jobs = [] } = useOperation(
    'listJobs',
    { query: { limit: MOST, ...(asked !== '' && { q: asked }) } },
    { keep: true },
  );
  const options = jobs.map(({ id, name, hasWebhook }) => ({
    value: id,
    label: hasWebhook ? `${name} (${t('hasOne')})` : name,
  }));
  return (
    <Select
      label={t('choose')}
      placeholder={t('choosePlaceholder')}
      nothingFoundMessage={t('noJobs')}
      maw={420}
      searchable
      data={options}
      // The server has searched already.
      filter={({ options: found }) => found}
      onSearchChange={setSearch}
      value={null}
      onChange={(id) => id !== null && void navigate(`/webhooks/${encodeURIComponent(id)}`)}
    />
  );
}
