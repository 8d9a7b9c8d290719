import type { DatabaseProbe } from '@carillon/core/db/probe';
import { sentence } from '@carillon/core/messages/say';
import { Problem } from './problem.js';

/** An operation that has not ended after this is asked about; with the probe's own limit it makes less than 2 s. */
export const ASK_AFTER_MS = 1_100;
/** How long the probe may take: on a machine at its limit even `SELECT 1` takes a while. */
export const PROBE_LIMIT_MS = 700;
/** Waiting ends here even if Postgres is there: nobody waits for a place in a queue for ever. */
export const LONGEST_WAIT_MS = 15_000;

export interface Patience<T> {
  probe: Omit<DatabaseProbe, 'close'>;
  /** How much longer than a few statements the work may take, in ms. */
  extraMs?: number;
  /** Told of work that was begun and is not waited for any longer. */
  onGivenUp?: (work: Promise<T>) => void;
}

/** The answer while Postgres is away: the same request may work in a moment. */
export function unavailable(): Problem {
  return new Problem('unavailable', sentence('unavailable'), { headers: { 'Retry-After': '1' } });
}

/**
 * Does work that needs Postgres and waits for it as long as Postgres is there: under load an operation may wait for a
 * connection or a lock, and gets its turn; when Postgres is away or hangs, the caller is told within 2 s. Work that was
 * begun is not undone: a transaction that hangs with its connection may still commit, which is why clients that must not
 * repeat themselves send an Idempotency-Key. None is begun while Postgres is known to be away.
 * @throws Problem 503
 */
export async function patiently<T>(begin: () => Promise<T>, patience: Patience<T>): Promise<T> {
  const { probe } = patience;
  if (probe.wasAway && !(await probe.isThere())) throw unavailable();
  const work = begin();
  if (await endsInTime(work, patience)) return work;
  patience.onGivenUp?.(work);
  throw unavailable();
}

/** False when the work is not worth waiting for any longer. */
async function endsInTime<T>(work: Promise<T>, { probe, extraMs = 0 }: Patience<T>): Promise<boolean> {
  const endsAt = performance.now() + LONGEST_WAIT_MS + extraMs;
  const ended = work.then(
    () => true,
    () => true,
  );
  let askAfterMs = ASK_AFTER_MS + extraMs;
  while (!(await isTrueWithin(askAfterMs, ended))) {
    if (performance.now() > endsAt) return false;
    if (!(await Promise.race([ended, probe.isThere()]))) return false;
    askAfterMs = ASK_AFTER_MS;
  }
  return true;
}

/** The answer to a question, or false when there is none in time. */
export async function isTrueWithin(ms: number, answer: Promise<boolean>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}
