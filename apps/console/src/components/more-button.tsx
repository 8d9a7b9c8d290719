import { Button, Center } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Pages } from '../api/use-pages';

/** Fetches the next page of a list, where there is one. */
export function MoreButton<Item>({ of: pages }: { of: Pages<Item> }) {
  const { t } = useTranslation();
  if (!pages.hasMore) return null;
  return (
    <Center mt="md">
      <Button variant="default" onClick={pages.more} loading={pages.isFetching}>
        {t('action.more')}
      </Button>
    </Center>
  );
}
