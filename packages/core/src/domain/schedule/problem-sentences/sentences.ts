import type { FieldName } from '../fields.js';
import type { ProblemCode, ScheduleProblem } from '../schedule-problem.js';

/** A sentence for every code: a language that lacks one does not compile. */
export type Sentences = { readonly [C in ProblemCode]: (problem: ScheduleProblem<C>) => string };

/** What a language calls the six fields. */
export type FieldLabels = Readonly<Record<FieldName, string>>;
