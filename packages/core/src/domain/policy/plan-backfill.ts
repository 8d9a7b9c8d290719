import type { RunState } from '../run/states.js';

/** What became of a due instant that may be made up for; `absent`: the ledger does not have it. */
export const BACKFILL_FATES = ['absent', 'missed', 'skipped', 'failed'] as const;
export type BackfillFate = (typeof BACKFILL_FATES)[number];

/** A due instant as the ledger has it. */
export interface LedgerInstant {
  runId: string;
  at: Date;
  state: RunState;
  /** A run has repeated it already. */
  replayed: boolean;
}

/** A run that makes up for a due instant. */
export interface BackfillItem {
  at: Date;
  fate: BackfillFate;
  /** The run that it repeats; null for an instant that gets a row of its own. */
  replayOf: string | null;
}

export interface BackfillPlan {
  /** In the order of their instants. */
  items: BackfillItem[];
  /** Instants that are wanted and have been repeated before. */
  repeatedBefore: number;
}

/** Chooses what a backfill makes up for: the same question again finds nothing that was made up for already. */
export function planBackfill(facts: {
  /** The due instants of the cron job as it is now. */
  due: readonly Date[];
  ledger: readonly LedgerInstant[];
  include: readonly BackfillFate[];
}): BackfillPlan {
  const known = new Set(facts.ledger.map(({ at }) => at.getTime()));
  const absent = facts.due.filter((at) => !known.has(at.getTime()));
  const wanted = facts.ledger.flatMap(({ runId, at, state, replayed }) =>
    isFate(state) && facts.include.includes(state) ? [{ at, fate: state, replayOf: runId, replayed }] : [],
  );
  const repeats = wanted.filter((item) => !item.replayed).map(({ at, fate, replayOf }) => ({ at, fate, replayOf }));
  const anew = facts.include.includes('absent')
    ? absent.map((at) => ({ at, fate: 'absent' as const, replayOf: null }))
    : [];
  const items = [...anew, ...repeats].sort((a, b) => a.at.getTime() - b.at.getTime());
  return { items, repeatedBefore: wanted.length - repeats.length };
}

const isFate = (state: RunState): state is 'missed' | 'skipped' | 'failed' =>
  state === 'missed' || state === 'skipped' || state === 'failed';

/** Counts by fate, all of them named. */
export function countFates(items: readonly { fate: BackfillFate }[]): Record<BackfillFate, number> {
  const counts = { absent: 0, missed: 0, skipped: 0, failed: 0 };
  for (const { fate } of items) counts[fate] += 1;
  return counts;
}

/**
 * The instants under which repeats are entered: the latest free milliseconds up to `now`, in order, none on a whole
 * second, where schedules fire.
 */
export function replayInstants(count: number, now: Date, taken: ReadonlySet<number>): Date[] {
  const instants: Date[] = [];
  for (let ms = now.getTime(); instants.length < count; ms--)
    if (ms % 1_000 !== 0 && !taken.has(ms)) instants.push(new Date(ms));
  return instants.reverse();
}
