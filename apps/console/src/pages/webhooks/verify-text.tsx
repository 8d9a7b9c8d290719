import { Anchor, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** How a receiver knows that a delivery is ours. @param previousUntil until when two secrets sign; null for one */
export function VerifyText({ previousUntil }: { previousUntil: string | null }) {
  const { t, i18n } = useTranslation('webhooks');
  const shape = { dateStyle: 'medium', timeStyle: 'short' } as const;
  const time = previousUntil && new Intl.DateTimeFormat(i18n.language, shape).format(new Date(previousUntil));
  return (
    <Stack gap="xs">
      <Text size="sm">{t('verify.text')}</Text>
      {time !== null && time !== '' && (
        <Text size="sm" fw={600} role="status">
          {t('secret.previous', { time })}
        </Text>
      )}
      <Anchor href="/docs" target="_blank" rel="noopener" size="sm">
        {t('verify.more')}
      </Anchor>
    </Stack>
  );
}
