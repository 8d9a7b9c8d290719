import { setTimeout as delay } from 'node:timers/promises';

export interface WaitOptions {
  /** Default 10,000. */
  readonly timeoutMs?: number;
  /** Default 20. */
  readonly everyMs?: number;
  /** Ends the error's sentence: "…did not happen within 10 s: <detail>". */
  readonly detail?: () => string;
}

/**
 * Asks until `condition` gives something other than null, undefined or false, and returns that. An error thrown by the
 * condition counts as "not yet" and is reported when the time is up.
 */
export async function waitFor<T>(
  description: string,
  condition: () => T | Promise<T>,
  { timeoutMs = 10_000, everyMs = 20, detail }: WaitOptions = {},
): Promise<Exclude<T, null | undefined | false>> {
  const end = performance.now() + timeoutMs;
  let fault: string;
  do {
    try {
      const value = await condition();
      if (value !== null && value !== undefined && value !== false)
        return value as Exclude<T, null | undefined | false>;
      fault = '';
    } catch (error) {
      fault = error instanceof Error ? error.message : String(error);
    }
    await delay(everyMs);
  } while (performance.now() < end);
  const more = [fault, detail?.() ?? ''].filter((text) => text !== '').join('; ');
  throw new Error(`"${description}" did not happen within ${timeoutMs / 1000} s${more === '' ? '' : `: ${more}`}`);
}
