import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { WebhookEvent } from './webhook-values';

const LOOKS: Readonly<Record<WebhookEvent | 'test', string>> = {
  success: 'teal',
  failure: 'red',
  recovered: 'blue',
  skipped: 'violet',
  disabled: 'orange',
  test: 'gray',
};

/** What a webhook is told, or what a delivery tells. */
export function EventBadges({ events }: { events: readonly (WebhookEvent | 'test')[] }) {
  const { t } = useTranslation('webhooks');
  return events.map((event) => (
    <Badge key={event} miw="max-content" variant="light" color={LOOKS[event]} tt="none">
      {t(`event.${event}`)}
    </Badge>
  ));
}
