import { sentence } from '@carillon/core/messages/say';
import { Problem } from './problem.js';

/** Postgres away or hanging is told within 2 s; the rest is for getting the answer out. */
export const DATABASE_PATIENCE_MS = 1_900;

/** The answer while Postgres is away: the same request may work in a moment. */
export function unavailable(): Problem {
  return new Problem('unavailable', sentence('unavailable'), { headers: { 'Retry-After': '1' } });
}

/**
 * Gives work a time, after which the caller gets an answer. The work is not undone: a transaction that hangs with its
 * connection may still commit, which is why clients that must not repeat themselves send an Idempotency-Key.
 * @throws Problem 503 when the time is up.
 */
export async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(unavailable()), ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
