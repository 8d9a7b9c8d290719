import { CarillonError } from '@carillon/client';

/** What the exit code of the command says. */
export const EXIT = {
  ok: 0,
  /** It could not be done, or what was asked about is not well: a run failed, `doctor` found a fault. */
  failed: 1,
  /** The command line or a file was not understood; with `--detailed-exitcode`, `plan` has found changes. */
  usage: 2,
  /** The server knows of no such thing, or refused. */
  refused: 3,
  /** No answer, or the server cannot answer now. */
  unreachable: 4,
  /** Ctrl-C. */
  interrupted: 130,
} as const;

/** The command line, the environment or a file was not understood; the message says what is wrong. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Ctrl-C, or its like. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

const AWAY = new Set([0, 502, 503, 504]);

/** The exit code that an error stands for. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof UsageError) return EXIT.usage;
  // A question that Ctrl-C was the answer to.
  const isAbort = error instanceof Error && error.name === 'AbortError';
  if (error instanceof Interrupted || isAbort) return EXIT.interrupted;
  if (!(error instanceof CarillonError)) return EXIT.failed;
  if (AWAY.has(error.status)) return EXIT.unreachable;
  return error.status >= 400 && error.status < 500 ? EXIT.refused : EXIT.failed;
}

/** What went wrong, in one sentence. */
export function sentenceOf(error: unknown): string {
  if (!(error instanceof CarillonError)) return error instanceof Error ? error.message : String(error);
  const id = error.status >= 500 && error.requestId !== null ? ` (request ${error.requestId})` : '';
  return `${error.message}${id}`;
}
