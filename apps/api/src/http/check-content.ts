import { sentence, type Sentence } from '@carillon/core/messages/say';
import type { Path } from './format-path.js';
import type { Fault } from './problem.js';

/** Keys by which a careless merge would change every object's prototype. */
const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);
/** With the `u` flag a surrogate matches only when it is not half of a pair. */
const LONE_SURROGATE = /\p{Surrogate}/u;

/** What makes a text impossible to store or to show; null when nothing does. */
export function checkText(text: string): Sentence | null {
  if (text.includes('\u0000')) return sentence('field_nul');
  return LONE_SURROGATE.test(text) ? sentence('field_lone_surrogate') : null;
}

/**
 * Finds what no field may hold, in keys and values at any depth: NUL, which Postgres text cannot store; lone
 * surrogates, which have no UTF-8; keys that reach for the prototype. The value must not be nested without bound.
 */
export function checkContent(value: unknown, path: Path = []): Fault[] {
  if (typeof value === 'string') return asFaults(path, checkText(value));
  if (Array.isArray(value)) return value.flatMap((item, index) => checkContent(item, [...path, index]));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    const at = [...path, key];
    const wrongKey = FORBIDDEN_KEYS.has(key) ? sentence('field_forbidden_key') : checkText(key);
    return [...asFaults(at, wrongKey), ...checkContent(item, at)];
  });
}

function asFaults(path: Path, say: Sentence | null): Fault[] {
  return say === null ? [] : [{ path, say }];
}
