import { Badge } from '@mantine/core';
import type { DataOf } from '@carillon/client/rest';
import { IconCheck, IconClock, IconSend, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

export type Delivery = DataOf<'listWebhookDeliveries'>[number];

export const STATES = ['pending', 'sending', 'delivered', 'dead'] as const satisfies Delivery['state'][];

const LOOKS = {
  pending: { color: 'gray', sign: IconClock },
  sending: { color: 'blue', sign: IconSend },
  delivered: { color: 'teal', sign: IconCheck },
  dead: { color: 'red', sign: IconX },
} as const;

export function DeliveryBadge({ state }: { state: Delivery['state'] }) {
  const { t } = useTranslation('webhooks');
  const { color, sign: Sign } = LOOKS[state];
  return (
    <Badge miw="max-content" variant="light" color={color} tt="none" leftSection={<Sign size={12} aria-hidden />}>
      {t(`state.${state}`)}
    </Badge>
  );
}
