import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { checkPolicy } from '../../src/domain/policy/check-policy.js';
import { decideRetry } from '../../src/domain/policy/decide-retry.js';
import { previewOutage } from '../../src/domain/policy/preview-outage.js';
import { policyOf, type Overlap, type PolicyChoices, type RunPolicy } from '../../src/domain/policy/run-policy.js';
import { showPolicy } from '../../src/domain/policy/show-policy.js';
import { timedTimetable } from '../../src/domain/policy/timed-timetable.js';
import { timingOf } from '../../src/domain/policy/timing.js';
import { intervalOf } from '../../src/domain/quota/check-definition.js';
import { createTimetable, take, type DstRules, type Timetable } from '../../src/domain/schedule/next-fire.js';
import { schedule } from '../domain/schedule/samples.js';

/** The tables of docs/policies.md are what the code does: each row is worked out anew. */

const PAGE = readFileSync(new URL('../../../../docs/policies.md', import.meta.url), 'utf8');
const NOTHING = '–';

/** The rows of the table after a line of the page, cell by cell, without backquotes. */
function rowsAfter(line: string): string[][] {
  const lines = PAGE.split('\n');
  const start = lines.indexOf(line);
  expect([line, start]).not.toEqual([line, -1]);
  const table = lines.slice(lines.findIndex((text, i) => i > start && text.startsWith('|')));
  const end = table.findIndex((text) => !text.startsWith('|'));
  return table.slice(2, end).map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll('`', '')),
  );
}
const cases = (name: string) => rowsAfter(`<!-- cases: ${name} -->`);
const said = (cell = NOTHING) => (cell === NOTHING ? null : cell);
const shown = (texts: readonly string[]) => (texts.length === 0 ? NOTHING : texts.join(' '));

const calendar = (expression: string, zone = 'UTC', rules: DstRules = {}) =>
  createTimetable(schedule(expression), zone, rules);

test('the defaults', () => {
  const { retry, ...same } = showPolicy(null);
  const ofRetry = Object.entries(retry).map(([field, value]) => [`retry.${field}`, value] as const);
  const defaults = [...Object.entries(same), ...ofRetry].map(([field, value]) => [field, JSON.stringify(value)]);
  const told = rowsAfter('## The choices').map(([field, value]) => [field, value]);
  expect([...told].sort()).toEqual([...defaults].sort());
});

test.each(cases('clock changes'))('%s, gap %s, fold %s', (expression, gap, fold, spring, autumn) => {
  const rules = { dstGap: gap, dstFold: fold } as DstRules;
  const timetable = calendar(expression, 'America/New_York', rules);
  const localsOf = (day: string) =>
    take(timetable, new Date(`${day}T00:00:00Z`), 12)
      .map(({ local }) => local)
      .filter((local) => local.startsWith(day))
      .map((local) => local.slice(11, 16) + local.slice(19));
  expect([localsOf('2026-03-08'), localsOf('2026-11-01')].map(shown)).toEqual([spring, autumn]);
});

test.each(cases('start and end'))('from %s to %s', (startAt, endAt, days) => {
  const timing = timingOf({ startAt: said(startAt), endAt: said(endAt) }, null);
  const daily: Timetable = calendar('0 9 * * *');
  const timetable = timing === null ? daily : timedTimetable(daily, 'UTC', timing);
  const due = take(timetable, new Date('2026-03-01T00:00:00Z'), 6).filter(({ at }) => at < new Date('2026-03-07'));
  expect(shown(due.map(({ at }) => String(at.getUTCDate())))).toBe(days);
});

test.each(cases('jitter'))('%s, every %s seconds, jitter %s', (expression, interval, jitterSeconds, answer) => {
  const problems = checkPolicy({ jitterSeconds: Number(jitterSeconds) }, (enough) => intervalOf(expression, enough));
  expect(problems.length === 0 ? 'taken' : 'refused').toBe(answer);
  expect(String(intervalOf(expression, Infinity))).toBe(interval);
});

interface Down {
  expression: string;
  to: string;
  choices: PolicyChoices;
}

const afterOutage = ({ expression, to, choices }: Down) =>
  previewOutage({
    timetable: calendar(expression),
    policy: policyOf(choices),
    openSeconds: 0,
    from: new Date('2026-03-02T09:00:00Z'),
    to: new Date(`2026-03-02T${to}Z`),
    limit: 100,
  }) ?? [];

/** `09:00–09:04` for what comes in a row. */
function span(times: readonly string[]): string {
  const [first, last] = [times[0], times.at(-1)];
  if (first === undefined || last === undefined) return NOTHING;
  return first === last ? first : `${first}–${last}`;
}

describe.each([
  ['missed', '* * * * *'],
  ['missed daily', '5 9 * * *'],
])('%s', (name, expression) => {
  test.each(cases(name))('%s, window %s, paused until %s', (missed, window, paused, ...told) => {
    const choices = {
      missed: missed as RunPolicy['missed'],
      missedWindowSeconds: said(window) === null ? null : Number(window),
      pausedUntil: said(paused) === null ? null : `2026-03-02T${paused}:00.000Z`,
    };
    const firings = afterOutage({ expression, to: '09:10:30', choices });
    const timesOf = (wanted: string) => firings.filter(({ fate }) => fate === wanted).map(({ at }) => at.slice(11, 16));
    expect(['run', 'missed', 'skip'].map((fate) => span(timesOf(fate)))).toEqual(told);
  });
});

test.each(cases('overlap'))('overlap %s', (overlap, ...told) => {
  const choices = { missed: 'runAll', overlap: overlap as Overlap } as const;
  expect(afterOutage({ expression: '* * * * *', to: '09:02:30', choices }).map(({ fate }) => fate)).toEqual(told);
});

/** From before the first instant of either rule to 45 minutes or an hour after the last. */
const CHANGES = {
  gap: ['30 2,3 * * *', '2026-03-08T06:30:00Z', '2026-03-08T07:45:30Z'],
  fold: ['0,30 1 * * *', '2026-11-01T05:00:00Z', '2026-11-01T07:30:30Z'],
} as const;

test('all three together: there is a row for every choice of each', () => {
  const rules = ['gap shift', 'gap skip', 'fold first', 'fold second', 'fold both'];
  const expected = rules.flatMap((rule) => ['skip', 'runOnce', 'runAll'].map((missed) => `${rule} ${missed}`));
  const told = cases('all together').map(([change, rule, , missed]) => `${change} ${rule} ${missed}`);
  expect(told).toEqual(expected);
});

test.each(cases('all together'))('%s %s, due %s, missed %s', (change, rule, due, missed, ...told) => {
  const [expression, from, to] = CHANGES[change as keyof typeof CHANGES];
  const rules = { [change === 'gap' ? 'dstGap' : 'dstFold']: rule } as DstRules;
  const fates = (['allow', 'skip', 'queue', 'cancelPrevious'] as const).map((overlap) => {
    const firings = previewOutage({
      timetable: calendar(expression, 'America/New_York', rules),
      policy: policyOf({ missed: missed as RunPolicy['missed'], overlap }),
      openSeconds: 0,
      from: new Date(from),
      to: new Date(to),
      limit: 100,
    });
    expect(firings?.map(({ local }) => local.slice(11, 16) + local.slice(19)).join(' ')).toBe(due);
    return firings?.map(({ fate }) => fate).join(' ');
  });
  expect(fates).toEqual(told);
});

test.each(cases('attempts'))('%s', (ending, ...told) => {
  const [, status] = /^status (\d+)$/.exec(ending) ?? [];
  const error = status === undefined ? { code: ending, message: '' } : null;
  const result = { status: Number(status ?? 0), headers: {}, error };
  const decide = (choices: { maxAttempts: number; delivery?: RunPolicy['delivery'] }) => {
    const { retry, delivery } = policyOf(null);
    const { maxAttempts } = choices;
    const policy = { retry: { ...retry, maxAttempts }, delivery: choices.delivery ?? delivery };
    return decideRetry({ policy, attempts: 1, result, random: 0.5 }, new Date(0)).kind === 'end' ? 'end' : 'another';
  };
  expect([
    decide({ maxAttempts: 1 }),
    decide({ maxAttempts: 3 }),
    decide({ maxAttempts: 1, delivery: 'atMostOnce' }),
  ]).toEqual(told);
});
