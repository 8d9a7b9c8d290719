import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { languageOf, type Language } from '../../i18n/languages';

/** A schedule in the reader's language; null while the words are on their way, or where there are none for it. */
export function useScheduleWords(schedule: string): string | null {
  const { i18n } = useTranslation();
  const language = languageOf(i18n.language);
  const { data: toWords } = useQuery({
    queryKey: ['schedule-words', language],
    queryFn: () => loadWords(language),
    staleTime: Infinity,
  });
  if (toWords === undefined || schedule.trim() === '') return null;
  return toWords(schedule);
}

type ToWords = (schedule: string) => string | null;

/** Words are heavy: they come with the first schedule that is shown, those of one language. */
async function loadWords(locale: Language): Promise<ToWords> {
  const { default: cronstrue } = await import('cronstrue');
  if (locale === 'ja') await import('cronstrue/locales/ja');
  if (locale === 'ru') await import('cronstrue/locales/ru');
  return (schedule) => {
    try {
      return cronstrue.toString(schedule, { locale, use24HourTimeFormat: true });
    } catch {
      return null;
    }
  };
}
