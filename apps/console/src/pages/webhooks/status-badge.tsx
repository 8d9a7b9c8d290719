import { Badge, Text } from '@mantine/core';
import { IconCheck, IconPlayerPause } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Webhook } from './webhook-values';

/** Whether deliveries are sent, and why not where Carillon itself stopped them. */
export function StatusBadge({ webhook: { enabled, disabledReason } }: { webhook: Webhook }) {
  const { t } = useTranslation('webhooks');
  const Sign = enabled ? IconCheck : IconPlayerPause;
  return (
    <>
      <Badge color={enabled ? 'teal' : 'gray'} variant="light" tt="none" leftSection={<Sign size={12} aria-hidden />}>
        {enabled ? t('enabled') : t('disabled')}
      </Badge>
      {disabledReason !== null && <Text size="xs">{t('gone')}</Text>}
    </>
  );
}
