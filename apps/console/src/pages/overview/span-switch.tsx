import { SegmentedControl } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useSearch } from '../../components/use-search';

const SPANS = ['hour', 'day'] as const;
export type Span = (typeof SPANS)[number];

/** The span of the figures, as the address has it: the last hour unless it says the day. */
export function useSpan(): { span: Span; setSpan: (span: Span) => void } {
  const [read, write] = useSearch<'span'>();
  return {
    span: read('span') === 'day' ? 'day' : 'hour',
    setSpan: (span) => write({ span: span === 'hour' ? '' : span }),
  };
}

export function SpanSwitch({ span, setSpan }: ReturnType<typeof useSpan>) {
  const { t } = useTranslation('overview');
  return (
    <SegmentedControl
      aria-label={t('span.label')}
      value={span}
      onChange={setSpan}
      data={SPANS.map((value) => ({ value, label: t(`span.${value}`) }))}
    />
  );
}
