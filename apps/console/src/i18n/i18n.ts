import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { languageOf, LANGUAGES, type Language } from './languages';
import type { Catalogue } from './en';

const STORE = 'carillon.language';

/** One chunk a language: a page loads the one it speaks. */
const CATALOGUES: Readonly<Record<Language, () => Promise<{ catalogue: Catalogue }>>> = {
  ja: () => import('./ja'),
  en: () => import('./en'),
  ru: () => import('./ru'),
};

/** Starts with the language chosen last, or else the first of the browser's that we have. */
export async function startI18n(): Promise<void> {
  const known = (tag: string) => LANGUAGES.some((language) => tag.toLowerCase().startsWith(language));
  const kept = localStorage.getItem(STORE);
  const language = languageOf(kept ?? navigator.languages.find(known) ?? 'en');
  await i18next.use(initReactI18next).init({
    lng: language,
    resources: { [language]: (await CATALOGUES[language]()).catalogue },
    defaultNS: 'common',
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  document.documentElement.lang = language;
}

/** Changes the language of the page, and keeps the choice in this browser. */
export async function changeLanguage(language: Language): Promise<void> {
  const { catalogue } = await CATALOGUES[language]();
  for (const [namespace, texts] of Object.entries(catalogue)) i18next.addResourceBundle(language, namespace, texts);
  localStorage.setItem(STORE, language);
  document.documentElement.lang = language;
  await i18next.changeLanguage(language);
}
