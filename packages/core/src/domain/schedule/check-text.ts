import { clip, type ScheduleProblem } from './schedule-problem.js';

/** Longest accepted expression, in UTF-16 code units. */
export const MAX_EXPRESSION_LENGTH = 256;

const MACROS: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

/**
 * Checks the expression as a line of text, before its fields mean anything, and cuts it into its fields.
 * @returns five or six field texts, or the first problem from left to right.
 */
export function splitFields(expression: string, secondsAllowed: boolean): readonly string[] | ScheduleProblem {
  if (expression.length > MAX_EXPRESSION_LENGTH) {
    return { code: 'tooLong', length: expression.length, max: MAX_EXPRESSION_LENGTH };
  }
  const strange = strangeCharacter(expression);
  if (strange) return strange;
  const text = expression.replace(/^[ \t]+|[ \t]+$/g, '');
  if (text === '') return { code: 'empty' };
  if (text.startsWith('@')) return macro(text);
  const fields = text.split(/[ \t]+/);
  if (fields.length === 5 || (fields.length === 6 && secondsAllowed)) return fields;
  if (fields.length === 6) return { code: 'secondsNotAllowed' };
  return { code: 'fieldCount', found: fields.length, secondsAllowed };
}

function strangeCharacter(expression: string): ScheduleProblem | null {
  let position = 0;
  for (const character of expression) {
    position += 1;
    const codePoint = character.codePointAt(0) ?? 0;
    // C1 controls, line separators and bidi marks are as invisible as C0, so they too are named by number.
    if (character !== '\t' && /[\p{C}\p{Zl}\p{Zp}]/u.test(character)) {
      return { code: 'controlCharacter', position, codePoint: codePointName(codePoint) };
    }
    // Typically full-width digits or an ideographic space from a Japanese keyboard.
    if (codePoint > 0x7e) return { code: 'nonAsciiCharacter', position, character };
  }
  return null;
}

function codePointName(codePoint: number): string {
  return `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`;
}

function macro(text: string): ScheduleProblem {
  const name = text.toLowerCase();
  const replacement = Object.hasOwn(MACROS, name) ? (MACROS[name] ?? null) : null;
  return { code: 'macro', value: clip(text), replacement };
}
