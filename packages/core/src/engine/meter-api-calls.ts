import type { Db } from '../db/client.js';
import { bookApiCalls, countApiCalls, returnApiCalls, type AnsweredCalls } from '../db/queries/api-calls.js';
import { DailyCalls, type CallOutcome } from './daily-calls.js';
import { startLoop } from './loop.js';

/** Counts API requests against their users' days. */
export interface ApiCallMeter {
  /** Counts one request, or refuses it. Costs a statement at most, and none where the plan has no daily limit. */
  count(userId: string, dailyLimit: number | null): Promise<CallOutcome>;
  /** Writes down what is counted and gives back what is not used. Call it when no request is under way any more. */
  close(): Promise<void>;
}

export interface ApiCallMeterOptions {
  db: Db;
  quotaTimezone: string;
  onError: (error: Error) => void;
}

/** What a process holds or has not written down yet is this old at most, and lost if the process is killed. */
const SETTLE_EVERY_MS = 1_000;

/**
 * Starts a meter. Daily limits are exact over any number of processes: a call is answered only when it is booked on the
 * user's day in Postgres, by itself or, while many are left, in a small block. All else is counted here and written
 * down once a second for all users together.
 */
export function startApiCallMeter(options: ApiCallMeterOptions): ApiCallMeter {
  const { db, quotaTimezone: timeZone, onError } = options;
  const days = new Map<string, DailyCalls>();
  const answered = new Map<string, AnsweredCalls>();
  const daysOf = (userId: string) => {
    const kept = days.get(userId);
    if (kept !== undefined) return kept;
    const fresh = new DailyCalls((calls, limit) => bookApiCalls(db, { userId, calls, limit, timeZone }));
    days.set(userId, fresh);
    return fresh;
  };
  const settle = async () => {
    await giveBack(db, days, onError);
    await writeDown(db, answered, timeZone);
    return SETTLE_EVERY_MS;
  };
  const loop = startLoop({ work: settle, onError });
  return {
    async count(userId, dailyLimit) {
      const outcome: CallOutcome = dailyLimit === null ? { kind: 'counted' } : await daysOf(userId).take(dailyLimit);
      if (outcome.kind === 'counted') add(answered, { userId, calls: 1, unbooked: dailyLimit === null ? 1 : 0 });
      return outcome;
    },
    async close() {
      await loop.stop();
      await settle().catch(onError);
    },
  };
}

/** Not tried again: it may have happened although it failed, and calls given back twice would be a limit exceeded. */
async function giveBack(db: Db, days: Map<string, DailyCalls>, onError: (error: Error) => void): Promise<void> {
  const unused = [...days].flatMap(([userId, daily]) =>
    daily.release().map(({ day, calls }) => ({ userId, day, calls })),
  );
  for (const [userId, daily] of days) if (daily.isIdle) days.delete(userId);
  if (unused.length > 0) await returnApiCalls(db, unused).catch(onError);
}

async function writeDown(db: Db, answered: Map<string, AnsweredCalls>, timeZone: string): Promise<void> {
  if (answered.size === 0) return;
  const group = [...answered.values()];
  answered.clear();
  await countApiCalls(db, group, timeZone).catch((error: unknown) => {
    // Postgres is away: the next round has them.
    for (const one of group) add(answered, one);
    throw error;
  });
}

function add(answered: Map<string, AnsweredCalls>, { userId, calls, unbooked }: AnsweredCalls): void {
  const before = answered.get(userId) ?? { calls: 0, unbooked: 0 };
  answered.set(userId, { userId, calls: before.calls + calls, unbooked: before.unbooked + unbooked });
}
