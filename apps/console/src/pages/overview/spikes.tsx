import { Alert, List, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { DataOf } from '@carillon/client/rest';
import { useTranslation } from 'react-i18next';
import { formatCount } from '../../components/format';
import { Instant } from '../../components/instant';

/** As many as are written out, the largest. */
const SHOWN = 5;

/** Warns of minutes in which one target gets far more than its share. */
export function Spikes({ spikes }: { spikes: DataOf<'getUpcomingFirings'>['spikes'] }) {
  const { t, i18n } = useTranslation('overview');
  return (
    <Alert color="orange" icon={<IconAlertTriangle />} title={t('upcoming.spikes')} mb="sm">
      <List size="sm">
        {spikes.slice(0, SHOWN).map(({ at, host, firings }) => (
          <List.Item key={`${host} ${at}`}>
            {t('upcoming.spike', { host, firings: formatCount(firings, i18n.language) })}{' '}
            <Instant at={at} withSeconds={false} />
          </List.Item>
        ))}
      </List>
      {spikes.length > SHOWN && <Text size="sm">{t('upcoming.spikesMore', { count: spikes.length - SHOWN })}</Text>}
      <Text size="sm" mt="xs">
        {t('upcoming.spikesHint')}
      </Text>
    </Alert>
  );
}
