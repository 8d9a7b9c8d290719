export const LANGUAGES = ['ja', 'en', 'ru'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Each in itself, so that a reader finds their own. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { ja: '日本語', en: 'English', ru: 'Русский' };

/** The language that a tag like `en-GB` asks for; Japanese, as the API has it, where there is none of ours. */
export function languageOf(tag: string): Language {
  return LANGUAGES.find((language) => tag.toLowerCase().split('-')[0] === language) ?? 'ja';
}
