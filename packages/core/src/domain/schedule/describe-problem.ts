import { en } from './problem-sentences/en.js';
import { ja } from './problem-sentences/ja.js';
import { ru } from './problem-sentences/ru.js';
import type { Sentences } from './problem-sentences/sentences.js';
import type { ProblemCode, ScheduleProblem } from './schedule-problem.js';

export type ProblemLocale = 'ja' | 'en' | 'ru';

const SENTENCES: Readonly<Record<ProblemLocale, Sentences>> = { en, ja, ru };

/** One sentence for the person who wrote the expression: what is wrong with it and what would be right. */
export function describeProblem<C extends ProblemCode>(problem: ScheduleProblem<C>, locale: ProblemLocale): string {
  const sentences: Sentences = SENTENCES[locale];
  return sentences[problem.code](problem);
}
