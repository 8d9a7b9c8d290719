import type { FieldSpec } from './fields.js';
import { clip, type ScheduleProblem, type UnsupportedSpecial } from './schedule-problem.js';

const ITEM = /^(?:(?<all>\*)|(?<from>\w+)(?:-(?<to>\w+))?)(?:\/(?<step>\d+))?$/;

/**
 * Checks one field: a comma-separated list of `*`, `n`, `n-m`, each with an optional `/step`.
 * `n/step` means `n` to the end of the field, as in cronie.
 * @returns the first problem from left to right, or null if cron-parser will read the field as we do.
 */
export function checkField(spec: FieldSpec, text: string): ScheduleProblem | null {
  for (const item of text.split(',')) {
    const problem = unsupportedSpecial(spec, item) ?? unknownName(spec, item) ?? misshapen(spec, item);
    if (problem) return problem;
  }
  return null;
}

/** What is wrong with an item of known words: its grammar, its bounds, its step or its direction. */
function misshapen(spec: FieldSpec, item: string): ScheduleProblem | null {
  const { name: field, min, max, maxStep } = spec;
  const value = clip(item);
  const parts = ITEM.exec(item)?.groups;
  if (!parts) return { code: 'malformed', field, value };
  const from = parts['all'] ? min : toNumber(spec, parts['from'] ?? '');
  const to = parts['to'] === undefined ? from : toNumber(spec, parts['to']);
  if (Number.isNaN(from) || Number.isNaN(to)) return { code: 'malformed', field, value };
  if (Math.min(from, to) < min || Math.max(from, to) > max) return { code: 'outOfRange', field, value, min, max };
  const step = Number(parts['step'] ?? 1);
  if (step < 1 || step > maxStep) return { code: 'stepOutOfRange', field, value, min: 1, max: maxStep };
  if (from > to) return { code: 'reversedRange', field, value, suggestion: unrolled(spec, from, to, step) };
  return null;
}

function toNumber(spec: FieldSpec, text: string): number {
  return /^\d+$/.test(text) ? Number(text) : (spec.names[text.toUpperCase()] ?? NaN);
}

/** How to write a range that wraps round the end: `22-2` → `22-23,0-2`, `FRI-SUN` → `5-7`. */
function unrolled(spec: FieldSpec, from: number, to: number, step: number): string {
  const tail = step === 1 ? '' : `/${step}`;
  if (spec.name === 'dayOfWeek' && to === 0) return `${from}-7${tail}`;
  const last = spec.name === 'dayOfWeek' ? 6 : spec.max;
  const range = (first: number, end: number) => (first === end ? `${first}` : `${first}-${end}${tail}`);
  return from > last ? range(spec.min, to) : `${range(from, last)},${range(spec.min, to)}`;
}

function unsupportedSpecial(spec: FieldSpec, item: string): ScheduleProblem | null {
  const special = item.includes('?') ? '?' : item.includes('#') ? '#' : specialWord(spec, item);
  return special && { code: 'unsupportedSpecial', field: spec.name, value: clip(item), special };
}

function specialWord(spec: FieldSpec, item: string): UnsupportedSpecial | null {
  for (const word of words(item)) {
    const special = specialIn(spec, word);
    if (special) return special;
  }
  return null;
}

/** `L`, `LW`, `W`, `H` and `FRIL`, but neither `JUL` nor `WED`. */
function specialIn(spec: FieldSpec, word: string): UnsupportedSpecial | null {
  if (Object.hasOwn(spec.names, word)) return null;
  if (word === 'L' || word === 'LW') return 'L';
  if (word === 'W' || word === 'H') return word;
  return word.endsWith('L') && Object.hasOwn(spec.names, word.slice(0, -1)) ? 'L' : null;
}

function unknownName(spec: FieldSpec, item: string): ScheduleProblem | null {
  if (words(item).every((word) => Object.hasOwn(spec.names, word))) return null;
  return { code: 'unknownName', field: spec.name, value: clip(item), names: Object.keys(spec.names) };
}

function words(item: string): string[] {
  return item.toUpperCase().match(/[A-Z]+/g) ?? [];
}
