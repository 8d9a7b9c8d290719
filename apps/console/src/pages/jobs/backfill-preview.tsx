import { Alert, List, Text } from '@mantine/core';
import type { Components } from '@carillon/client/rest';
import { useTranslation } from 'react-i18next';
import { Instant } from '../../components/instant';

/** As many instants as are written out. */
const SHOWN = 10;

/** What a backfill would make, before it does. */
export function BackfillPreview({ backfill }: { backfill: Components['schemas']['Backfill'] }) {
  const { t } = useTranslation('jobs');
  const { runs, repeatedBefore, left } = backfill;
  return (
    <Alert color="indigo" role="status">
      <Text size="sm" fw={600}>
        {runs.length === 0 ? t('backfill.nothing') : t('backfill.would', { count: runs.length })}
      </Text>
      {repeatedBefore > 0 && <Text size="sm">{t('backfill.repeated', { count: repeatedBefore })}</Text>}
      {left.turns > 0 && <Text size="sm">{t('backfill.leftTurns', { count: left.turns })}</Text>}
      {left.quota > 0 && <Text size="sm">{t('backfill.leftQuota', { count: left.quota })}</Text>}
      <List size="sm" mt="xs">
        {runs.slice(0, SHOWN).map(({ scheduledFor, fate }) => (
          <List.Item key={scheduledFor}>
            <Instant at={scheduledFor} /> ({t(`backfill.fate.${fate}`)})
          </List.Item>
        ))}
      </List>
      {runs.length > SHOWN && <Text size="sm">{t('backfill.more', { count: runs.length - SHOWN })}</Text>}
    </Alert>
  );
}
