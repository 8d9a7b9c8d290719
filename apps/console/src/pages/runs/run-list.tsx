import type { Components } from '@carillon/client/rest';
import { useTranslation } from 'react-i18next';
import type { Pages } from '../../api/use-pages';
import { Empty } from '../../components/empty';
import { Failure } from '../../components/failure';
import { Loading } from '../../components/loaded';
import { MoreButton } from '../../components/more-button';
import { RunsTable } from './runs-table';

interface RunListProps {
  pages: Pages<Components['schemas']['Log']>;
  isFiltered: boolean;
  names?: ReadonlyMap<string, string>;
}

/** A list of runs in whatever state it is: on its way, not to be had, empty, or there. */
export function RunList({ pages, isFiltered, names }: RunListProps) {
  const { t } = useTranslation('runs');
  if (pages.isPending) return <Loading lines={8} />;
  if (pages.error !== null && pages.items.length === 0) return <Failure error={pages.error} again={pages.again} />;
  if (pages.items.length === 0 && pages.hasMore) {
    // The server looks through so many runs a page: what is rare may be on a later one.
    return (
      <>
        <Empty title={t('notYet')}>{t('notYetHint')}</Empty>
        <MoreButton of={pages} />
      </>
    );
  }
  if (pages.items.length === 0) {
    return <Empty title={t(isFiltered ? 'noMatch' : 'empty')}>{t(isFiltered ? 'noMatchHint' : 'emptyHint')}</Empty>;
  }
  return (
    <>
      <RunsTable logs={pages.items} caption={t('title')} {...(names !== undefined && { names })} />
      <MoreButton of={pages} />
    </>
  );
}
