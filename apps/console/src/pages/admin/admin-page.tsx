import { Loader, Tabs } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useOperation } from '../../api/use-operation';
import { Empty } from '../../components/empty';
import { Failure } from '../../components/failure';
import { PageHeader } from '../../components/page-header';
import { useSearch } from '../../components/use-search';
import { AuditPanel } from './audit-panel';
import { HealthPanel } from './health-panel';
import { PlansPanel } from './plans-panel';
import { UsersPanel } from './users-panel';

const TABS = { health: HealthPanel, users: UsersPanel, plans: PlansPanel, audit: AuditPanel };
type Tab = keyof typeof TABS;
const NAMES = Object.keys(TABS) as Tab[];

/** The operator's pages. Which of them is shown stands in the address. */
export function Page() {
  const { t } = useTranslation('admin');
  // Who may not read the plans may read nothing here.
  const admission = useOperation('listPlans', {});
  return (
    <>
      <PageHeader title={t('title')} />
      {admission.isPending && <Loader aria-label={t('status.loading', { ns: 'common' })} />}
      {admission.error !== null &&
        (admission.error.status === 403 ? (
          <Empty title={t('forOperators')}>{t('forOperatorsHint')}</Empty>
        ) : (
          <Failure error={admission.error} again={() => void admission.refetch()} />
        ))}
      {admission.data !== undefined && <Panels />}
    </>
  );
}

function Panels() {
  const { t } = useTranslation('admin');
  const [read, write] = useSearch<'tab'>();
  const tab = NAMES.find((name) => name === read('tab')) ?? 'health';
  const Panel = TABS[tab];
  return (
    <Tabs value={tab} onChange={(name) => write({ tab: name ?? '' })}>
      <Tabs.List mb="md">
        {NAMES.map((name) => (
          <Tabs.Tab key={name} value={name}>
            {t(`tabs.${name}`)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value={tab}>
        <Panel />
      </Tabs.Panel>
    </Tabs>
  );
}
