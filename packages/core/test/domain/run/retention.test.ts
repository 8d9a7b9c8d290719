import { describe, expect, test } from '@jest/globals';
import { dayOfPartition, runPartition } from '../../../src/domain/run/partition.js';
import { keptSince, planPruning } from '../../../src/domain/run/retention.js';

const now = new Date('2026-03-31T12:00:00Z');
const retentions = [
  { plan: 'SHORT', logRetentionDays: 3 },
  { plan: 'LONG', logRetentionDays: 10 },
];
const plan = (...days: string[]) => planPruning({ retentions, days, now });
const short = { plan: 'SHORT', keptSince: new Date('2026-03-28T12:00:00Z') };
const long = { plan: 'LONG', keptSince: new Date('2026-03-21T12:00:00Z') };

describe('what there is to prune', () => {
  test('days that every plan keeps are left alone', () => {
    expect(plan('2026-03-29', '2026-03-31', '2026-04-06')).toEqual([]);
  });

  test('a day that one plan keeps loses the rows of the others', () => {
    expect(plan('2026-03-27')).toEqual([{ day: '2026-03-27', pastAllSince: null, cuts: [short] }]);
  });

  test('a day is cut to the instant', () => {
    expect(plan('2026-03-28')).toEqual([{ day: '2026-03-28', pastAllSince: null, cuts: [short] }]);
  });

  test('the plan that keeps longest waits for its whole day to be over', () => {
    expect(plan('2026-03-21')).toEqual([{ day: '2026-03-21', pastAllSince: null, cuts: [short] }]);
  });

  test('a day that no plan keeps may go, and loses the rows of all plans if it has to stay', () => {
    expect(plan('2026-03-20')).toEqual([{ day: '2026-03-20', pastAllSince: long.keptSince, cuts: [short, long] }]);
  });

  test('the oldest day comes first', () => {
    expect(plan('2026-03-27', '2025-01-01', '2026-03-01').map(({ day }) => day)).toEqual([
      '2025-01-01',
      '2026-03-01',
      '2026-03-27',
    ]);
  });

  test('without a plan nothing is past anything', () => {
    expect(planPruning({ retentions: [], days: ['2020-01-01'], now })).toEqual([]);
  });

  test('a plan may keep logs for ever, or not at all', () => {
    expect(keptSince(now, 2_147_483_647).getUTCFullYear()).toBe(1926);
    expect(keptSince(now, 0)).toEqual(now);
    expect(keptSince(now, -1)).toEqual(now);
  });
});

describe('the name of a partition', () => {
  test('tells its day', () => {
    expect(dayOfPartition(runPartition('2026-03-31').name)).toBe('2026-03-31');
  });

  test.each([
    'runs_default',
    'runs_2026_03',
    'runs_2026_03_31_old',
    'run_batches',
    'Xruns_2026_03_31',
    'runs_2026_13_01',
  ])('%s is none', (name) => expect(dayOfPartition(name)).toBeNull());
});
