import { Chip, Group, Input, NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useEditorForm } from './editor-form';
import { expressionOf, MINUTE_STEPS, presetOf, type Preset, type PresetKind } from './presets';

const KINDS = ['minutes', 'hourly', 'daily', 'weekly', 'monthly'] as const;

const FIRST: Readonly<Record<PresetKind, Preset>> = {
  minutes: { kind: 'minutes', every: 5 },
  hourly: { kind: 'hourly', minute: 0 },
  daily: { kind: 'daily', time: '09:00' },
  weekly: { kind: 'weekly', time: '09:00', days: [1] },
  monthly: { kind: 'monthly', time: '09:00', day: 1 },
};

/** Chooses one of the common schedules; it writes the expression, and follows it when that is typed. */
export function PresetInput() {
  const { t } = useTranslation('editor');
  const form = useEditorForm();
  const [isCustom, setCustom] = useState(false);
  const preset = isCustom ? null : presetOf(form.values.schedule);
  const choose = (next: Preset) => form.setFieldValue('schedule', expressionOf(next));
  return (
    <Group align="flex-start" gap="sm">
      <NativeSelect
        label={t('field.preset')}
        value={preset?.kind ?? 'custom'}
        onChange={({ currentTarget: { value } }) => {
          setCustom(value === 'custom');
          if (value !== 'custom') choose(FIRST[value as PresetKind]);
        }}
        data={[...KINDS, 'custom' as const].map((kind) => ({ value: kind, label: t(`preset.${kind}`) }))}
      />
      {preset !== null && <PresetParts preset={preset} onChange={choose} />}
    </Group>
  );
}

interface PartsProps<P extends Preset> {
  preset: P;
  onChange: (preset: Preset) => void;
}

function PresetParts({ preset, onChange }: PartsProps<Preset>) {
  const { t } = useTranslation('editor');
  if (preset.kind === 'minutes') {
    return (
      <NativeSelect
        label={t('preset.every')}
        value={String(preset.every)}
        data={MINUTE_STEPS.map(String)}
        onChange={(event) => onChange({ ...preset, every: Number(event.currentTarget.value) })}
      />
    );
  }
  if (preset.kind === 'hourly') {
    return (
      <NumberInput
        label={t('preset.minute')}
        w={110}
        min={0}
        max={59}
        clampBehavior="strict"
        allowDecimal={false}
        value={preset.minute}
        onChange={(minute) => onChange({ ...preset, minute: Number(minute) })}
      />
    );
  }
  return (
    <>
      {preset.kind === 'monthly' && <DayOfMonth preset={preset} onChange={onChange} />}
      {preset.kind === 'weekly' && <DaysOfWeek preset={preset} onChange={onChange} />}
      <TextInput
        type="time"
        label={t('preset.time')}
        value={preset.time}
        onChange={({ currentTarget: { value } }) => value !== '' && onChange({ ...preset, time: value })}
      />
    </>
  );
}

type Of<Kind extends PresetKind> = Extract<Preset, { kind: Kind }>;

function DayOfMonth({ preset, onChange }: PartsProps<Of<'monthly'>>) {
  const { t } = useTranslation('editor');
  return (
    <NumberInput
      label={t('preset.day')}
      w={170}
      min={1}
      max={31}
      clampBehavior="strict"
      allowDecimal={false}
      value={preset.day}
      {...(preset.day > 28 && {
        description: t('preset.dayHint'),
        inputWrapperOrder: ['label', 'input', 'description'],
      })}
      onChange={(day) => Number(day) >= 1 && onChange({ ...preset, day: Number(day) })}
    />
  );
}

/** A Sunday. */
const SUNDAY_MS = Date.UTC(2026, 0, 4);
const DAY_MS = 86_400_000;

function DaysOfWeek({ preset, onChange }: PartsProps<Of<'weekly'>>) {
  const { t, i18n } = useTranslation('editor');
  const name = new Intl.DateTimeFormat(i18n.language, { weekday: 'short', timeZone: 'UTC' });
  const change = (days: string[]) => days.length > 0 && onChange({ ...preset, days: days.map(Number) });
  return (
    <Input.Wrapper label={t('preset.days')} labelElement="div">
      <Chip.Group multiple value={preset.days.map(String)} onChange={change}>
        <Group gap={4} mih={36}>
          {[1, 2, 3, 4, 5, 6, 0].map((day) => (
            <Chip key={day} value={String(day)} size="xs">
              {name.format(SUNDAY_MS + day * DAY_MS)}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
    </Input.Wrapper>
  );
}
