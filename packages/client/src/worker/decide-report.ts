import { JobError, RetryLater } from './errors.js';

/** How a handler ended. */
export type Ending =
  | { kind: 'returned'; value: unknown }
  | { kind: 'threw'; error: unknown }
  /** The worker stopped and did not wait for it. */
  | { kind: 'stopped' };

/** What the API is told of it. */
export type Report =
  | { kind: 'complete'; variables: Readonly<Record<string, unknown>> }
  | { kind: 'fail'; message: string; backoff?: string; retries?: number }
  | { kind: 'throw_error'; code: string; message: string; variables: Readonly<Record<string, unknown>> };

/** Longest message that the API takes. */
const LONGEST_MESSAGE = 10_000;

/** @param retries what the job has left */
export function reportOf(ending: Ending, retries: number): Report {
  switch (ending.kind) {
    case 'returned':
      return reportOfValue(ending.value);
    case 'threw':
      return reportOfError(ending.error);
    case 'stopped':
      // Offered again at once, and no attempt is used up: it was not the job's fault.
      return { kind: 'fail', message: 'The worker was stopped before the job was done', backoff: 'PT0S', retries };
  }
}

/** When the API does not take what a handler returned or threw, the attempt has failed: the same again would not help. */
export function reportOfRefusal(reason: string): Report {
  return { kind: 'fail', message: toMessage(`The result of the job was refused: ${reason}`) };
}

function reportOfValue(value: unknown): Report {
  if (value === undefined || value === null) return { kind: 'complete', variables: {} };
  if (typeof value === 'object' && !Array.isArray(value))
    return { kind: 'complete', variables: value as Record<string, unknown> };
  return { kind: 'fail', message: `The handler must return an object or nothing, not ${describeType(value)}` };
}

function reportOfError(error: unknown): Report {
  if (error instanceof JobError) {
    const { code, message, variables } = error;
    return { kind: 'throw_error', code, message: toMessage(message), variables };
  }
  const message = toMessage(error instanceof Error ? error.message || error.name : String(error));
  if (error instanceof RetryLater) return { kind: 'fail', message, backoff: `PT${error.afterMs / 1_000}S` };
  return { kind: 'fail', message };
}

const describeType = (value: unknown) => (Array.isArray(value) ? 'an array' : `a ${typeof value}`);

/** Half a character and NUL are nothing that a database can keep, so the API would refuse the whole report. */
function toMessage(text: string): string {
  return text.slice(0, LONGEST_MESSAGE).replaceAll(/\0|\p{Surrogate}/gu, '\u{FFFD}');
}
