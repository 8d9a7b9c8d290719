import type { FieldName } from './fields.js';

/** A character that means something in other crons and nothing here. */
export type UnsupportedSpecial = 'L' | 'W' | '#' | '?' | 'H';

/**
 * What can be wrong with a cron expression, and the facts a sentence about it needs.
 * `value` is what the user wrote, clipped to 40 characters; positions count from 1.
 */
export interface ProblemFacts {
  empty: object;
  tooLong: { length: number; max: number };
  controlCharacter: { position: number; codePoint: string };
  nonAsciiCharacter: { position: number; character: string };
  /** `replacement` is null where no expression means the same (`@reboot`). */
  macro: { value: string; replacement: string | null };
  fieldCount: { found: number; secondsAllowed: boolean };
  secondsNotAllowed: object;
  unsupportedSpecial: { field: FieldName; value: string; special: UnsupportedSpecial };
  unknownName: { field: FieldName; value: string; names: readonly string[] };
  malformed: { field: FieldName; value: string };
  outOfRange: { field: FieldName; value: string; min: number; max: number };
  reversedRange: { field: FieldName; value: string; suggestion: string };
  stepOutOfRange: { field: FieldName; value: string; min: number; max: number };
  /** No chosen month has any of the chosen days; `lastDay` is the last day of the longest chosen month. */
  impossibleDate: { dayOfMonth: string; month: string; lastDay: number };
}

export type ProblemCode = keyof ProblemFacts;

/** One problem, told apart by `code`. */
export type ScheduleProblem<C extends ProblemCode = ProblemCode> = {
  [K in C]: { readonly code: K } & Readonly<ProblemFacts[K]>;
}[C];

/**
 * Clips what the user wrote to 40 characters, so that an error answer never echoes a page of input.
 */
export function clip(value: string): string {
  return value.length <= 40 ? value : `${value.slice(0, 39)}…`;
}
