import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { japaneseSchedule } from './japanese-schedule';

type Describe = (schedule: string) => string | null;

/** Loads what puts schedules into words; it is in no page's first load. */
async function loadDescriber(language: string): Promise<Describe> {
  if (language === 'ja') return japaneseSchedule;
  const { default: cronstrue } = await import('cronstrue');
  if (language === 'ru') await import('cronstrue/locales/ru');
  const locale = language === 'ru' ? 'ru' : 'en';
  return (schedule) => {
    try {
      return cronstrue.toString(schedule, { locale, use24HourTimeFormat: true });
    } catch {
      return null;
    }
  };
}

/**
 * Puts schedules into the reader's language; null for one that it has no words for, and while the words are loading.
 * In Japanese only what reads naturally is said: the expression itself is clearer than the rest would be.
 */
export function useScheduleWords(): Describe {
  const { i18n } = useTranslation();
  const { data } = useQuery({
    queryKey: ['schedule-words', i18n.language],
    queryFn: async () => ({ describe: await loadDescriber(i18n.language) }),
    staleTime: Infinity,
  });
  return data?.describe ?? (() => null);
}
