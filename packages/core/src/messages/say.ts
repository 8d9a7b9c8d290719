import { en } from './en.js';
import { ja } from './ja.js';
import type { Catalogue, Language, Messages } from './messages.js';
import { ru } from './ru.js';

/** A message whose language is not chosen yet. */
export type Sentence = (language: Language) => string;

const CATALOGUES: Readonly<Record<Language, Catalogue>> = { ja, en, ru };

type FactsOf<K extends keyof Messages> = keyof Messages[K] extends never ? [] : [facts: Messages[K]];

/** Words a message in a language. */
export function say<K extends keyof Messages>(language: Language, key: K, ...facts: FactsOf<K>): string {
  return CATALOGUES[language][key]((facts[0] ?? {}) as Messages[K]);
}

/** Chooses a message now and its language later. */
export function sentence<K extends keyof Messages>(key: K, ...facts: FactsOf<K>): Sentence {
  return (language) => say(language, key, ...facts);
}
