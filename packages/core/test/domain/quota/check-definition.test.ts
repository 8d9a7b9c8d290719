import { describe, expect, test } from '@jest/globals';
import { checkDefinition, refuseInterval, type Definition } from '../../../src/domain/quota/check-definition.js';
import type { Plan } from '../../../src/domain/quota/plan.js';

const HOBBY: Plan = { name: 'HOBBY', maxJobs: 20, minIntervalSeconds: 300, maxTimeoutMs: 60_000 };
const EVERY_SECOND: Plan = { ...HOBBY, minIntervalSeconds: 1 };
const CALL = { target: null, url: 'http://example.com/', method: 'POST', headers: null, body: 'x' } as const;
const GOOD: Definition = { ...CALL, schedule: '0 9 * * *', timeoutMs: 60_000, policy: null };

describe('a definition', () => {
  test('that fits has no problems', () => {
    expect(checkDefinition(GOOD, HOBBY)).toEqual([]);
  });

  test('is told all that is wrong with it', () => {
    const problems = checkDefinition(
      { ...GOOD, method: 'GET', body: '', schedule: '61 * * * *', timeoutMs: 60_001 },
      HOBBY,
    );
    expect(problems.map((problem) => problem.field)).toEqual(['schedule', 'body', 'timeoutMs']);
  });

  test('has a seconds field only where the plan goes below a minute, asked in any order', () => {
    const withSeconds = { ...GOOD, schedule: '0 0 9 * * *' };
    expect(checkDefinition(withSeconds, EVERY_SECOND)).toEqual([]);
    expect(checkDefinition(withSeconds, HOBBY)).toMatchObject([{ problem: { code: 'secondsNotAllowed' } }]);
  });

  test('is not held against the plan where nothing of that changes', () => {
    const outgrown = { ...GOOD, schedule: '0 0 9 * * *', timeoutMs: 900_000 };
    expect(checkDefinition(outgrown, HOBBY, { schedule: false, timeout: false })).toEqual([]);
  });
});

describe('an interval', () => {
  test.each([
    ['*/5 * * * *', null],
    ['0,4 9 * * *', 240],
    ['59 23 * * *', null],
    ['0,59 * * * *', 60],
  ])('%s', (schedule, actualSeconds) => {
    const refusal = refuseInterval(schedule, HOBBY);
    expect(refusal).toEqual(
      actualSeconds === null ? null : { kind: 'interval_too_short', minimumSeconds: 300, actualSeconds },
    );
  });
});
