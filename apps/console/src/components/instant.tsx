import { Text, Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';

interface InstantProps {
  /** ISO 8601; null is shown as a dash. */
  at: string | null | undefined;
  /** The time zone it is shown in; the reader's own unless given. */
  zone?: string;
  withSeconds?: boolean;
}

const SHAPE = {
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
} as const;

/** The reader's own way of writing dates, where it is one of the chosen language: British English for instance. */
const localeOf = (language: string): string =>
  navigator.languages.find((tag) => tag === language || tag.startsWith(`${language}-`)) ?? language;

/** An instant in the reader's time; the exact one, in UTC, on hover and focus and for screen readers. */
export function Instant({ at, zone, withSeconds = true }: InstantProps) {
  const { i18n } = useTranslation();
  if (at === null || at === undefined) return <>–</>;
  const shape = {
    ...SHAPE,
    ...(withSeconds && { second: '2-digit' as const }),
    ...(zone !== undefined && { timeZone: zone }),
  };
  return (
    <Tooltip label={at} events={{ hover: true, focus: true, touch: true }}>
      <Text span inherit component="time" dateTime={at} style={{ whiteSpace: 'nowrap' }}>
        {new Intl.DateTimeFormat(localeOf(i18n.language), shape).format(new Date(at))}
      </Text>
    </Tooltip>
  );
}
