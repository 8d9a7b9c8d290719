import { Badge, Card, Group, Progress, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { formatCount } from '../../components/format';

interface GaugeProps {
  label: string;
  used: number;
  /** Null is no limit. */
  limit: number | null;
  hint: string;
}

/** From here on a limit is about to be met. */
const NEAR = 0.8;

/** How much of a limit is used: a bar, and the same in words. */
export function Gauge({ label, used, limit, hint }: GaugeProps) {
  const { t, i18n } = useTranslation('account');
  const share = limit === null ? 0 : Math.min(1, used / Math.max(limit, 1));
  const isNear = limit !== null && share >= NEAR;
  const figures = { used: formatCount(used, i18n.language), limit: formatCount(limit ?? 0, i18n.language) };
  const words = limit === null ? t('usage.ofUnlimited', figures) : t('usage.of', figures);
  return (
    <Card withBorder>
      <Group justify="space-between" gap="xs">
        <Text size="sm" fw={600}>
          {label}
        </Text>
        {isNear && (
          <Badge color="orange" variant="light" tt="none">
            {t('usage.near')}
          </Badge>
        )}
      </Group>
      <Text size="lg" my={6}>
        {words}
      </Text>
      <Progress value={share * 100} color={isNear ? 'orange' : 'indigo'} aria-label={`${label}: ${words}`} />
      <Text size="xs" c="dimmed" mt={6}>
        {hint}
      </Text>
    </Card>
  );
}
