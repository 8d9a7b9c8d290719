import { Redis } from 'ioredis';
import { isDoneWithin } from './is-done-within.js';

/** Whether a Redis keeps what it is given. */
export type RedisFitness =
  | { kind: 'fit' }
  /** When its memory is full it throws keys away, queued work among them. */
  | { kind: 'evicts'; policy: string }
  | { kind: 'unknown'; reason: string };

const ANSWERS_WITHIN_MS = 3_000;

/** Asks a Redis what it does when its memory is full. Never rejects; one that is away or does not say is unknown. */
export async function checkRedis(url: string): Promise<RedisFitness> {
  const client = new Redis(url, {
    lazyConnect: true,
    enableReadyCheck: false,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  let reason = `no answer within ${ANSWERS_WITHIN_MS} ms`;
  // The question itself only fails because the connection is closed; why it is, is told here.
  client.on('error', (error: Error) => (reason = error.message));
  let policy: string | undefined;
  const asked = client.connect().then(async () => {
    policy = /^maxmemory_policy:(\S+)/m.exec(await client.info('memory'))?.[1];
    reason = 'it does not say';
  });
  asked.catch((error: unknown) => {
    if (error instanceof Error && error.name === 'ReplyError') reason = error.message;
  });
  await isDoneWithin(ANSWERS_WITHIN_MS, asked);
  client.disconnect();
  if (policy === undefined) return { kind: 'unknown', reason };
  return policy === 'noeviction' ? { kind: 'fit' } : { kind: 'evicts', policy };
}
