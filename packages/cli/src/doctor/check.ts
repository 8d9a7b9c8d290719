/** One thing that was looked at. */
export interface Check {
  readonly name: string;
  readonly level: 'ok' | 'warn' | 'fail';
  readonly message: string;
  /** What to do about it. */
  readonly advice?: string;
}

const ok = (name: string, message: string): Check => ({ name, level: 'ok', message });
const warn = (name: string, message: string, advice: string): Check => ({ name, level: 'warn', message, advice });
const fail = (name: string, message: string, advice: string): Check => ({ name, level: 'fail', message, advice });

/** Makers of checks, by their level. */
export const check = { ok, warn, fail };
