import type { DataOf } from '@carillon/client/rest';
import { useTranslation } from 'react-i18next';
import { formatCount, formatMs } from './format';

/** What a plan gives. */
export type PlanFigure = Exclude<keyof DataOf<'listOfferedPlans'>[number], 'name'>;

/** Says what a plan gives with its unit, in the reader's language; null is no limit. */
export function usePlanFigures(): (figure: PlanFigure, value: number | null) => string {
  const { t, i18n } = useTranslation('account');
  return (figure, value) => {
    if (value === null) return t('usage.unlimited');
    if (figure === 'minIntervalSeconds') return formatMs(value * 1_000);
    if (figure === 'maxTimeoutMs') return formatMs(value);
    if (figure === 'logRetentionDays') return t('usage.days', { days: value });
    return formatCount(value, i18n.language);
  };
}
