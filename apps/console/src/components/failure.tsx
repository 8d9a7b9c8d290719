import { Alert, Button, Group, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { CarillonError } from '@carillon/client/rest';
import { useTranslation } from 'react-i18next';

/** Why something is not there: the server's own sentence, what its log knows the request by, and a way to try again. */
export function Failure({ error, again }: { error: CarillonError; again?: () => void }) {
  const { t } = useTranslation();
  return (
    <Alert color="red" icon={<IconAlertTriangle />} title={t('error.load')} role="alert">
      <Text size="sm">{error.status === 403 ? t('error.noScope') : error.message}</Text>
      <Group mt="sm" gap="sm">
        {again !== undefined && (
          <Button size="xs" variant="light" color="red" onClick={again}>
            {t('action.retry')}
          </Button>
        )}
        {error.requestId !== null && (
          <Text size="xs" c="dimmed">
            {t('error.requestId', { id: error.requestId })}
          </Text>
        )}
      </Group>
    </Alert>
  );
}
