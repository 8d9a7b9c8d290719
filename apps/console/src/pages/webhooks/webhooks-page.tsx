import { useTranslation } from 'react-i18next';
import { PageHeader } from '../../components/page-header';

export function Page() {
  const { t } = useTranslation('webhooks');
  return <PageHeader title={t('title')} />;
}
