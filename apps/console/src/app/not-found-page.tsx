import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Empty } from '../components/empty';
import { PageHeader } from '../components/page-header';

export function NotFoundPage() {
  const { t } = useTranslation();
  return (
    <>
      <PageHeader title={t('error.notFound')} />
      <Empty title={t('error.notFoundHint')}>
        <Button component={Link} to="/" mt="md">
          {t('error.home')}
        </Button>
      </Empty>
    </>
  );
}
