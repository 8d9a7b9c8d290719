import { describe, expect, test } from '@jest/globals';
import { previewFirings } from '../../../src/domain/policy/preview-firings.js';
import { previewOutage } from '../../../src/domain/policy/preview-outage.js';
import { policyOf, type PolicyChoices } from '../../../src/domain/policy/run-policy.js';
import { createTimetable, type DstRules } from '../../../src/domain/schedule/next-fire.js';
import { schedule } from '../schedule/samples.js';

const NY = 'America/New_York';
const calendar = (expression: string, zone = 'UTC', rules: DstRules = {}) =>
  createTimetable(schedule(expression), zone, rules);

describe('a preview', () => {
  const lines = (rules: DstRules, from: string, expression = '30 2 * * *', explain = true) => {
    const considered = explain ? calendar(expression, NY, { dstGap: 'shift', dstFold: 'both' }) : null;
    const facts = { timetable: calendar(expression, NY, rules), considered, openSeconds: 0, pausedUntil: null };
    return previewFirings(facts, new Date(from), 3).map(({ local, dst, fate, reason }) =>
      [local.slice(5), dst, fate, reason?.code].filter(Boolean).join(' '),
    );
  };
  const [SPRING, AUTUMN] = ['2026-03-07T12:00:00Z', '2026-10-31T12:00:00Z'];

  test('is ready for JSON', () => {
    const facts = { timetable: calendar('30 2 * * *', NY), considered: null, openSeconds: 90, pausedUntil: null };
    expect(previewFirings(facts, new Date('2026-03-08T00:00Z'), 1)).toEqual([
      {
        at: '2026-03-08T07:00:00.000Z',
        local: '2026-03-08T03:00:00-04:00',
        dst: 'gap',
        latest: '2026-03-08T07:01:30.000Z',
        fate: 'run',
        reason: null,
      },
    ]);
  });

  test('explains what a gap leaves out', () => {
    expect(lines({ dstGap: 'skip' }, SPRING)).toEqual([
      '03-08T03:00:00-04:00 gap skip dst_gap',
      '03-09T02:30:00-04:00 run',
      '03-10T02:30:00-04:00 run',
    ]);
    expect(lines({ dstGap: 'shift' }, SPRING)[0]).toBe('03-08T03:00:00-04:00 gap run');
    expect(lines({ dstGap: 'skip' }, SPRING, '30 2 * * *', false)[0]).toBe('03-09T02:30:00-04:00 run');
  });

  test('explains what a fold leaves out', () => {
    const [first, second] = ['11-01T01:30:00-04:00 fold', '11-01T01:30:00-05:00 fold'];
    const early = '30 1 * * *';
    expect(lines({ dstFold: 'first' }, AUTUMN, early).slice(0, 2)).toEqual([`${first} run`, `${second} skip dst_fold`]);
    expect(lines({ dstFold: 'second' }, AUTUMN, early).slice(0, 2)).toEqual([
      `${first} skip dst_fold`,
      `${second} run`,
    ]);
    expect(lines({ dstFold: 'both' }, AUTUMN, early).slice(0, 2)).toEqual([`${first} run`, `${second} run`]);
  });

  test('has nothing to explain where a schedule follows elapsed time', () => {
    expect(lines({}, '2026-03-08T06:00:00Z', '*/30 * * * *')).toEqual([
      '03-08T01:30:00-05:00 run',
      '03-08T03:00:00-04:00 run',
      '03-08T03:30:00-04:00 run',
    ]);
  });

  test('tells a pause, to the instant', () => {
    const pausedUntil = '2026-03-02T09:00:00.000Z';
    const facts = { timetable: calendar('0 9 * * *'), considered: null, openSeconds: 0, pausedUntil };
    expect(previewFirings(facts, new Date('2026-03-01T00:00Z'), 2).map(({ fate, reason }) => [fate, reason])).toEqual([
      ['skip', { code: 'paused', until: pausedUntil }],
      ['run', null],
    ]);
  });
});

describe('an outage', () => {
  const outage = (choices: PolicyChoices, to = '09:03:30', limit = 10) =>
    previewOutage({
      timetable: calendar('* * * * *'),
      policy: policyOf(choices),
      openSeconds: 0,
      from: new Date('2026-03-01T09:00:00Z'),
      to: new Date(`2026-03-01T${to}Z`),
      limit,
    })?.map(({ at, fate, reason }) => {
      const by = reason !== null && 'at' in reason ? reason.at.slice(11, 16) : undefined;
      return [at.slice(11, 16), fate, reason?.code, by].filter(Boolean).join(' ');
    });

  test('runs the latest of what was missed, and what is due', () => {
    expect(outage({})).toEqual([
      '09:00 missed service_was_down',
      '09:01 missed service_was_down',
      '09:02 missed service_was_down',
      '09:03 run',
    ]);
  });

  test('runs all that the window holds and no pause does', () => {
    const pausedUntil = '2026-03-01T09:01:00.000Z';
    expect(outage({ missed: 'runAll', missedWindowSeconds: 120, pausedUntil })).toEqual([
      '09:00 skip paused',
      '09:01 missed missed_window',
      '09:02 run',
      '09:03 run',
    ]);
  });

  test('lets runs that come together overlap as they may', () => {
    const all = { missed: 'runAll' } as const;
    expect(outage({ ...all, overlap: 'allow' }, '09:01:30')).toEqual(['09:00 run', '09:01 run']);
    expect(outage({ ...all, overlap: 'skip' }, '09:01:30')).toEqual(['09:00 run', '09:01 skip overlap 09:00']);
    expect(outage({ ...all, overlap: 'queue' }, '09:01:30')).toEqual(['09:00 run', '09:01 wait']);
    expect(outage({ ...all, overlap: 'cancelPrevious' }, '09:01:30')).toEqual([
      '09:00 skip superseded 09:01',
      '09:01 run',
    ]);
  });

  test('is not shown in part', () => {
    expect(outage({}, '09:09:00')).toHaveLength(10);
    expect(outage({}, '09:10:00')).toBeUndefined();
  });

  test('in which nothing is due is empty', () => {
    const facts = { timetable: calendar('0 9 * * *'), policy: policyOf(null), openSeconds: 0, limit: 10 };
    const [from, to] = [new Date('2026-03-01T09:00:01Z'), new Date('2026-03-02T08:59:59Z')];
    expect(previewOutage({ ...facts, from, to })).toEqual([]);
    expect(previewOutage({ ...facts, from: new Date('2026-03-01T09:00:00Z'), to })).toHaveLength(1);
    expect(previewOutage({ ...facts, from, to: new Date('2026-03-02T09:00:00Z') })).toHaveLength(1);
  });
});
