/** What one place in a cron expression may hold. `names` maps an upper-case name to its number. */
export interface FieldSpec {
  readonly name: FieldName;
  readonly min: number;
  readonly max: number;
  /** Largest step that still says something: one round of the field. A longer one would quietly mean less. */
  readonly maxStep: number;
  readonly names: Readonly<Record<string, number>>;
}

export type FieldName = 'second' | 'minute' | 'hour' | 'dayOfMonth' | 'month' | 'dayOfWeek';

/** The six places in the order they are written; `second` is there only in six-field expressions. */
export const FIELDS: readonly FieldSpec[] = [
  { name: 'second', min: 0, max: 59, maxStep: 60, names: {} },
  { name: 'minute', min: 0, max: 59, maxStep: 60, names: {} },
  { name: 'hour', min: 0, max: 23, maxStep: 24, names: {} },
  { name: 'dayOfMonth', min: 1, max: 31, maxStep: 31, names: {} },
  {
    name: 'month',
    min: 1,
    max: 12,
    maxStep: 12,
    names: { JAN: 1, FEB: 2, MAR: 3, APR: 4, MAY: 5, JUN: 6, JUL: 7, AUG: 8, SEP: 9, OCT: 10, NOV: 11, DEC: 12 },
  },
  // 0 and 7 are both Sunday, as in every cron since Vixie's.
  {
    name: 'dayOfWeek',
    min: 0,
    max: 7,
    maxStep: 7,
    names: { SUN: 0, MON: 1, TUE: 2, WED: 3, THU: 4, FRI: 5, SAT: 6 },
  },
];
