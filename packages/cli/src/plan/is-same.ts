import { isDeepStrictEqual } from 'node:util';

/** Whether two values of a field mean the same, however they are spelled. */
export function isSame(field: string, a: unknown, b: unknown): boolean {
  return isDeepStrictEqual(spell(field, a), spell(field, b));
}

function spell(field: string, value: unknown): unknown {
  if (field === 'tags' && Array.isArray(value)) return [...(value as string[])].sort();
  if (field === 'target' && typeof value === 'object' && value !== null && 'timeout' in value) {
    return { ...value, timeout: durationMs(String(value.timeout)) };
  }
  return value;
}

const DURATION = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:[.,]\d+)?)S)?)?$/;
const UNITS_MS = [604_800_000, 86_400_000, 3_600_000, 60_000, 1_000];

/** `PT120S` is `PT2M`. What is no duration stays as it is: the server says what is wrong with it. */
function durationMs(text: string): number | string {
  const parts = DURATION.exec(text);
  if (parts === null) return text;
  return UNITS_MS.reduce((sum, unit, i) => sum + unit * Number((parts[i + 1] ?? '0').replace(',', '.')), 0);
}
