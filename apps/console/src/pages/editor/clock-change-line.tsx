import { Button, Group, Text } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { nextClockChange } from './clock-changes';
import { useEditorForm } from './editor-form';

interface ClockChangeLineProps {
  from: string | null;
  onFrom: (from: string | null) => void;
}

/** So long before a change the instants around it begin. */
const BEFORE_MS = 36 * 3_600_000;

/** When the clocks of the job's zone change next, and the way to see what that does to the schedule. */
export function ClockChangeLine({ from, onFrom }: ClockChangeLineProps) {
  const { t, i18n } = useTranslation('editor');
  const { timezone } = useEditorForm().values;
  const change = useMemo(() => nextClockChange(timezone, new Date()), [timezone]);
  if (change === null) return <Text size="xs">{t('preview.noChange')}</Text>;
  const date = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'long', timeZone: timezone }).format(change.at);
  const around = new Date(change.at.getTime() - BEFORE_MS).toISOString();
  return (
    <Group gap="xs">
      <Text size="xs">
        {t('preview.change', { date })} {t(`preview.${change.kind}Ahead`)}
      </Text>
      <Button size="compact-xs" variant="default" onClick={() => onFrom(from === null ? around : null)}>
        {from === null ? t('preview.showChange') : t('preview.showNow')}
      </Button>
    </Group>
  );
}
