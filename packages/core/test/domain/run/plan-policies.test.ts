import { seeded, testSeed } from '@carillon/testkit/random';
import { describe, expect, test } from '@jest/globals';
import { DEFAULT_POLICY } from '../../../src/domain/policy/run-policy.js';
import { planFirings, type DuePolicy, type Firing } from '../../../src/domain/run/plan-firings.js';
import { createTimetable, type Timetable } from '../../../src/domain/schedule/next-fire.js';
import { clockChanges } from '../schedule/clock-changes.js';
import { EXPRESSIONS, schedule } from '../schedule/samples.js';

const MINUTE_MS = 60_000;
const LONG_AGO = new Date(0);

interface Outage {
  timetable: Timetable;
  /** The first instant that was not served. */
  from: Date;
  /** When the service is back. */
  now: Date;
  policy: DuePolicy;
  limit?: number;
  keptSince?: Date;
}

/** Claims until nothing is due, as the scheduler does. */
function claimAll({ timetable, from, now, policy, limit = 100, keptSince = LONG_AGO }: Outage): Firing[] {
  const next = (after: Date) => timetable.next(after)?.at ?? null;
  const firings: Firing[] = [];
  let firstDue = next(new Date(from.getTime() - 1));
  while (firstDue !== null && firstDue <= now) {
    const plan = planFirings({ firstDue, next, now, limit, keptSince, policy });
    firings.push(...plan.firings);
    firstDue = plan.nextRunAt;
  }
  return firings;
}

function countFates(firings: readonly Firing[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { fate, reason } of firings) {
    const name = reason === null ? fate : `${fate}: ${reason.code}`;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

const policyWith = (choices: Partial<DuePolicy>): DuePolicy => ({ ...DEFAULT_POLICY, ...choices });

describe('ten minutes down', () => {
  const everyMinute = createTimetable(schedule('* * * * *'), 'UTC');
  const from = new Date('2026-03-01T09:00:00Z');
  const now = new Date('2026-03-01T09:10:30Z');
  const [DOWN, WINDOW, PAUSED] = ['missed: service_was_down', 'missed: missed_window', 'skipped: paused'];

  // 09:00 to 09:10 are eleven instants, of which 09:10 is 30 seconds late: no miss.
  test.each<[title: string, choices: Partial<DuePolicy>, fates: Record<string, number>]>([
    ['skip', { missed: 'skip' }, { [DOWN]: 10, run: 1 }],
    ['runOnce', {}, { [DOWN]: 10, run: 1 }],
    ['runAll', { missed: 'runAll' }, { run: 11 }],
    ['runAll within 5 minutes', { missed: 'runAll', missedWindowSeconds: 300 }, { [WINDOW]: 6, run: 5 }],
    ['runOnce within 5 minutes', { missedWindowSeconds: 300 }, { [WINDOW]: 6, [DOWN]: 4, run: 1 }],
    ['skip, whatever the window', { missed: 'skip', missedWindowSeconds: 300 }, { [DOWN]: 10, run: 1 }],
    ['paused until 09:05', { missed: 'runAll', pausedUntil: '2026-03-01T09:05:00.000Z' }, { [PAUSED]: 5, run: 6 }],
    ['paused until later', { missed: 'runAll', pausedUntil: '2026-03-01T10:00:00.000Z' }, { [PAUSED]: 11 }],
  ])('%s', (_title, choices, fates) => {
    for (const limit of [1, 3, 100]) {
      const firings = claimAll({ timetable: everyMinute, from, now, policy: policyWith(choices), limit });
      expect(countFates(firings)).toEqual(fates);
    }
  });

  test.each<[choices: Partial<DuePolicy>, fates: Record<string, number>]>([
    [{ missed: 'skip' }, { [DOWN]: 1 }],
    [{}, { run: 1 }],
    [{ missed: 'runAll' }, { run: 1 }],
    [{ missedWindowSeconds: 300 }, { [WINDOW]: 1 }],
    [{ missedWindowSeconds: 600 }, { run: 1 }],
  ])('a daily job that was due in it: %j', (choices, fates) => {
    const daily = createTimetable(schedule('2 9 * * *'), 'UTC');
    expect(countFates(claimAll({ timetable: daily, from, now, policy: policyWith(choices) }))).toEqual(fates);
  });

  test('an instant that is run late is run in its place, oldest first', () => {
    const firings = claimAll({ timetable: everyMinute, from, now, policy: policyWith({ missed: 'runAll' }), limit: 4 });
    expect(firings.map(({ at }) => at.getTime())).toEqual(
      Array.from({ length: 11 }, (_, i) => from.getTime() + i * MINUTE_MS),
    );
  });
});

describe('a backlog past its retention', () => {
  const hourly = createTimetable(schedule('0 * * * *'), 'UTC');
  const from = new Date('2026-03-01T00:00:00Z');
  const now = new Date('2026-03-11T00:00:30Z');
  const keptSince = new Date('2026-03-08T00:00:00Z');
  const claim = (choices: Partial<DuePolicy>) =>
    countFates(claimAll({ timetable: hourly, from, now, policy: policyWith(choices), limit: 10, keptSince }));

  test('is passed over where it would not run', () => {
    expect(claim({})).toEqual({ 'missed: service_was_down': 10 + 72, run: 1 });
    expect(claim({ missed: 'skip' })).toEqual({ 'missed: service_was_down': 10 + 72, run: 1 });
  });

  test('is run where every instant is', () => {
    expect(claim({ missed: 'runAll' })).toEqual({ run: 241 });
  });

  test('is run within the window and passed over before it', () => {
    const days = (count: number) => count * 86_400;
    expect(claim({ missed: 'runAll', missedWindowSeconds: days(5) })).toEqual({
      'missed: missed_window': 10,
      run: 120,
    });
    expect(claim({ missed: 'runAll', missedWindowSeconds: days(1) })).toEqual({
      'missed: missed_window': 10 + 48 + 1,
      run: 24,
    });
  });
});

function takeUntil(timetable: Timetable, from: Date, to: Date): Date[] {
  const instants: Date[] = [];
  for (let after = new Date(from.getTime() - 1); ; after = instants.at(-1) ?? to) {
    const at = timetable.next(after)?.at;
    if (at === undefined || at > to) return instants;
    instants.push(at);
  }
}

/** Gaps and folds of an hour and of half an hour, at midnight and later, in both hemispheres. */
const CHANGING_ZONES = ['America/New_York', 'Africa/Cairo', 'Australia/Lord_Howe', 'Pacific/Auckland'];
const MOST_OF_A_YEAR = [Date.UTC(2026, 2, 1), Date.UTC(2026, 10, 15)] as const;

/** What the policy says of an instant, told another way round. */
function expectedFate(at: Date, isLast: boolean, now: Date, policy: DuePolicy): string {
  const ageSeconds = (now.getTime() - at.getTime()) / 1_000;
  if (policy.pausedUntil !== null && at < new Date(policy.pausedUntil)) return 'skipped: paused';
  if (ageSeconds <= 60) return 'run';
  const isTooOld = policy.missedWindowSeconds !== null && ageSeconds > policy.missedWindowSeconds;
  if (isTooOld && policy.missed !== 'skip') return 'missed: missed_window';
  if (policy.missed === 'runAll' || (policy.missed === 'runOnce' && isLast)) return 'run';
  return 'missed: service_was_down';
}

test('every due instant gets one fate, the policy’s, across clock changes and whatever fits into a claim', () => {
  const random = seeded(testSeed());
  const zones = CHANGING_ZONES.map((zone) => ({ zone, changes: clockChanges(zone, ...MOST_OF_A_YEAR) }));
  for (let round = 0; round < 200; round += 1) {
    const { zone, changes } = random.pick(zones);
    const [expression, change] = [random.pick(EXPRESSIONS), random.pick(changes)];
    const rules = {
      dstGap: random.pick(['shift', 'skip'] as const),
      dstFold: random.pick(['first', 'second', 'both'] as const),
    };
    const timetable = createTimetable(schedule(expression), zone, rules);
    const from = new Date(change - random.integer(0, 12 * 60) * MINUTE_MS);
    const now = new Date(change + random.integer(0, 12 * 3_600) * 1_000);
    const policy: DuePolicy = {
      missed: random.pick(['skip', 'runOnce', 'runAll']),
      missedWindowSeconds: random.pick([null, random.integer(60, 86_400)]),
      pausedUntil: random.pick([null, new Date(change + random.integer(-700, 700) * MINUTE_MS).toISOString()]),
    };
    const label = `${expression} ${zone} ${JSON.stringify({ ...rules, ...policy, from, now })}`;
    const due = takeUntil(timetable, from, now);
    const expected = due.map((at, i) => [at.toISOString(), expectedFate(at, i === due.length - 1, now, policy)]);
    const firings = claimAll({ timetable, from, now, policy, limit: random.pick([1, 7, 100]) });
    const found = firings.map(({ at, fate, reason }) => [
      at.toISOString(),
      reason === null ? fate : `${fate}: ${reason.code}`,
    ]);
    expect(`${label} ${JSON.stringify(found)}`).toBe(`${label} ${JSON.stringify(expected)}`);
  }
});
