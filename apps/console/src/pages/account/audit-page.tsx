import { useTranslation } from 'react-i18next';
import { usePages } from '../../api/use-pages';
import { PageHeader } from '../../components/page-header';
import { fromLocalInput } from '../../components/local-input';
import { useSearch } from '../../components/use-search';
import { AuditFilters, type AuditFilter } from './audit-filters';
import { AuditList } from './audit-list';

/** What was done to what the account owns. */
export function Page() {
  const { t } = useTranslation('account');
  const [read, write] = useSearch<AuditFilter>();
  const [action, from, to] = [read('action'), fromLocalInput(read('from')), fromLocalInput(read('to'))];
  const events = usePages('listOwnAudit', {
    query: { ...(action !== '' && { action }), ...(from !== null && { from }), ...(to !== null && { to }) },
  });
  return (
    <>
      <PageHeader title={t('audit.title')} hint={t('audit.hint')} />
      <AuditFilters read={read} write={write} />
      <AuditList events={events} />
    </>
  );
}
