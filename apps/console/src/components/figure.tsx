import { Card, Text } from '@mantine/core';
import type { ReactNode } from 'react';

/** One number with its name. */
export function Figure({ label, value }: { label: string; value: ReactNode }) {
  return (
    <Card withBorder padding="sm">
      <Text size="sm">{label}</Text>
      <Text size="xl" fw={650} component="div">
        {value}
      </Text>
    </Card>
  );
}
