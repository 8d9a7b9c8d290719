import { Anchor, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

/** The name of the service, which leads to the overview. */
export function Brand() {
  const { t } = useTranslation();
  return (
    <Anchor component={Link} to="/" c="inherit" underline="never" aria-label={t('appName')}>
      <Group gap={8} wrap="nowrap">
        <img src="/favicon.svg" alt="" width={26} height={26} />
        <Text fw={700} size="lg" visibleFrom="xs">
          {t('appName')}
        </Text>
      </Group>
    </Anchor>
  );
}
