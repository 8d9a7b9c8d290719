import { Group, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';

export type AuditFilter = 'action' | 'from' | 'to';

interface AuditFiltersProps {
  read: (name: AuditFilter) => string;
  write: (changes: Partial<Record<AuditFilter, string>>) => void;
}

export function AuditFilters({ read, write }: AuditFiltersProps) {
  const { t } = useTranslation('account');
  const field = (name: AuditFilter) => ({
    value: read(name),
    onChange: (event: React.ChangeEvent<HTMLInputElement>) => write({ [name]: event.currentTarget.value }),
  });
  return (
    <Group mb="md" align="flex-end">
      <TextInput label={t('audit.actionFilter')} placeholder="cron_job.created" {...field('action')} />
      <TextInput type="datetime-local" label={t('audit.from')} {...field('from')} />
      <TextInput type="datetime-local" label={t('audit.to')} {...field('to')} />
    </Group>
  );
}
