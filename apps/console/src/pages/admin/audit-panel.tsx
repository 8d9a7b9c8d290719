import { usePages } from '../../api/use-pages';
import { fromLocalInput } from '../../components/local-input';
import { useSearch } from '../../components/use-search';
import { AuditFilters, type AuditFilter } from '../account/audit-filters';
import { AuditList } from '../account/audit-list';

/** What was done to whatever there is, by anybody. */
export function AuditPanel() {
  const [read, write] = useSearch<AuditFilter>();
  const [action, from, to] = [read('action'), fromLocalInput(read('from')), fromLocalInput(read('to'))];
  const events = usePages('listAuditEvents', {
    query: { ...(action !== '' && { action }), ...(from !== null && { from }), ...(to !== null && { to }) },
  });
  return (
    <>
      <AuditFilters read={read} write={write} />
      <AuditList events={events} withUser />
    </>
  );
}
