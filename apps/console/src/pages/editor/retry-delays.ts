import type { EditorValues } from './values';

/** The pause before each further attempt, in ms, before chance has its say. Empty where there is none. */
export function retryDelays({ maxAttempts, backoff, delayMs, maxDelayMs }: EditorValues['retry']): number[] {
  const [first, most] = [delayMs === '' ? 1_000 : delayMs, maxDelayMs === '' ? 60_000 : maxDelayMs];
  const count = Math.max(0, (maxAttempts === '' ? 1 : maxAttempts) - 1);
  return Array.from({ length: count }, (_, i) => (backoff === 'fixed' ? first : Math.min(first * 2 ** i, most)));
}
