import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

interface AnswerTextProps {
  status: number;
  error: { code: string; message: string } | null;
}

/** What a receiver answered, or why there was no answer. */
export function AnswerText({ status, error }: AnswerTextProps) {
  const { t } = useTranslation('webhooks');
  return (
    <Text size="sm" component="span">
      {status === 0 ? t('deliveries.noResponse') : status}
      {error !== null && ` · ${error.message}`}
    </Text>
  );
}
