import { describe, expect, test } from '@jest/globals';
import {
  countFates,
  planBackfill,
  replayInstants,
  type LedgerInstant,
} from '../../../src/domain/policy/plan-backfill.js';

const at = (hour: number) => new Date(Date.UTC(2026, 0, 1, hour));
const ledger: LedgerInstant[] = [
  { runId: 'a', at: at(0), state: 'succeeded', replayed: false },
  { runId: 'b', at: at(1), state: 'missed', replayed: false },
  { runId: 'c', at: at(2), state: 'failed', replayed: false },
  { runId: 'd', at: at(3), state: 'missed', replayed: true },
  { runId: 'e', at: at(4), state: 'queued', replayed: false },
  { runId: 'f', at: at(5), state: 'cancelled', replayed: false },
];
const due = [0, 1, 2, 3, 4, 5, 6, 7].map(at);

describe('a backfill', () => {
  test('takes what is asked for, in the order of the instants, and nothing that was repeated', () => {
    const plan = planBackfill({ due, ledger, include: ['absent', 'missed', 'failed', 'skipped'] });
    expect(plan.items.map(({ at: instant, fate, replayOf }) => [instant.getUTCHours(), fate, replayOf])).toEqual([
      [1, 'missed', 'b'],
      [2, 'failed', 'c'],
      [6, 'absent', null],
      [7, 'absent', null],
    ]);
    expect(plan.repeatedBefore).toBe(1);
    expect(countFates(plan.items)).toEqual({ absent: 2, missed: 1, skipped: 0, failed: 1 });
  });

  test('leaves alone what is not asked for', () => {
    expect(planBackfill({ due, ledger, include: ['skipped'] })).toEqual({ items: [], repeatedBefore: 0 });
  });

  test('enters repeats under free milliseconds of the past, none of them a whole second', () => {
    const now = new Date('2026-01-01T00:00:01.002Z');
    const instants = replayInstants(4, now, new Set([now.getTime(), now.getTime() - 4]));
    expect(instants.map((instant) => instant.getTime() - now.getTime())).toEqual([-6, -5, -3, -1]);
  });
});
