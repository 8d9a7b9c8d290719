import { setTimeout as delay } from 'node:timers/promises';
import type { AckLine, Journal } from '../records.js';

export interface Answer {
  status: number;
  body: unknown;
  /** An earlier try got no answer that tells, so it may have been carried out. */
  doubtful: boolean;
}

export interface Sending {
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  body?: unknown;
  idempotencyKey?: string;
  /** Whether it is sent again when nobody knows what became of it; else only when it cannot have arrived. */
  isRepeatable: boolean;
}

/** Talks to the API as a careful client does: tries again, at the other process, until there is an answer. */
export interface Caller {
  /** Null when a minute was not enough, or when it may have been carried out and must not be repeated. */
  send(sending: Sending): Promise<Answer | null>;
  /** Answers by status. */
  readonly answers: ReadonlyMap<number, number>;
}

/** A frozen process takes connections and does not answer. */
const ANSWER_WITHIN_MS = 6_000;
const GIVE_UP_AFTER_MS = 60_000;
const PAUSE_MS = 200;

export function createCaller(urls: readonly string[], token: string, journal: Journal<AckLine>): Caller {
  const answers = new Map<number, number>();
  let turn = 0;
  const tryOnce = async ({ method, path, body, idempotencyKey }: Sending): Promise<Omit<Answer, 'doubtful'>> => {
    const response = await fetch(`${urls[turn++ % urls.length]}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        'accept-language': 'en',
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    const { status } = response;
    const text = await response.text();
    answers.set(status, (answers.get(status) ?? 0) + 1);
    const isFault = status >= 500 && status !== 503;
    if (isFault) journal.write({ kind: 'fault', request: `${method} ${path}`, status, text, at: Date.now() });
    return { status, body: text === '' ? null : JSON.parse(text) };
  };
  return {
    answers,
    async send(sending) {
      const end = Date.now() + GIVE_UP_AFTER_MS;
      let doubtful = false;
      while (Date.now() < end) {
        const answer = await tryOnce(sending).catch((error: unknown) => (isRefusal(error) ? 'refused' : 'lost'));
        if (typeof answer === 'object' && answer.status < 500 && answer.status !== 429) return { ...answer, doubtful };
        // What is answered 503 may have been begun.
        doubtful ||= answer === 'lost' || (typeof answer === 'object' && answer.status >= 500);
        if (doubtful && !sending.isRepeatable) return null;
        await delay(PAUSE_MS);
      }
      return null;
    },
  };
}

/** Nobody listened: the request cannot have arrived. */
function isRefusal(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : null;
  return cause instanceof Error && 'code' in cause && cause.code === 'ECONNREFUSED';
}
