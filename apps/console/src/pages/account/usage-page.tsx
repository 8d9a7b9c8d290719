import { useTranslation } from 'react-i18next';
import { PageHeader } from '../../components/page-header';

export function Page() {
  const { t } = useTranslation('account');
  return <PageHeader title={t('title')} />;
}
