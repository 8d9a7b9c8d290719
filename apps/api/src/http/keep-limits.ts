import type { Principal } from '@carillon/core/engine/authenticate-api-key';
import type { ApiCallMeter } from '@carillon/core/engine/meter-api-calls';
import { sentence } from '@carillon/core/messages/say';
import type { Response } from 'express';
import type { Counter } from './counters.js';
import { rateLimitHeaders, tooManyRequests } from './problem.js';

/** What requests are counted with. */
export interface RequestCounts {
  /** Requests of a key in its minute. */
  minutes: Counter;
  meter: ApiCallMeter;
}

/**
 * Counts an authenticated request, first in its key's minute, then on its user's day: a request that comes too fast does
 * not use the day up. Answers of keys with a limit a minute tell how much of it is left.
 * @throws Problem 429
 */
export async function keepLimits(principal: Principal, counts: RequestCounts, res: Response): Promise<void> {
  const { requestsPerMinute, dailyApiCalls } = principal.plan;
  if (requestsPerMinute !== null) await keepMinute(principal.keyId, requestsPerMinute, counts, res);
  const outcome = await counts.meter.count(principal.userId, dailyApiCalls);
  if (outcome.kind === 'counted') return;
  const { limit, resetMs } = outcome;
  throw tooManyRequests('daily_limit', () => sentence('daily_limit', { limit }), { limit, resetMs });
}

async function keepMinute(keyId: string, limit: number, { minutes }: RequestCounts, res: Response): Promise<void> {
  const { value, resetMs } = await minutes.add(keyId);
  if (value > limit) {
    const say = (seconds: number) => sentence('rate_limited', { limit, seconds });
    throw tooManyRequests('rate_limited', say, { limit, resetMs });
  }
  res.set(rateLimitHeaders({ limit, remaining: limit - value, resetMs }));
}
