import { describe, expect, test } from '@jest/globals';
import { refuseCreation } from '../../../src/domain/quota/decide-creation.js';
import type { Plan } from '../../../src/domain/quota/plan.js';

const FREE: Plan = { name: 'FREE', maxJobs: 5, minIntervalSeconds: 1_800, maxTimeoutMs: 30_000 };

describe('creating cron jobs on a plan of 5', () => {
  test.each([
    // requested, current, created today, deleted today → refusal
    [1, 0, 0, 0, null],
    [1, 3, 2, 1, null],
    [1, 4, 4, 5, null],
    [5, 0, 0, 0, null],
    [5, 0, 5, 0, null],
    [1, 5, 0, 0, { kind: 'job_limit', limit: 5, current: 5 }],
    [1, 6, 0, 0, { kind: 'job_limit', limit: 5, current: 6 }],
    [10, 3, 0, 0, { kind: 'batch_limit', limit: 5, current: 3, requested: 10 }],
    [2, 4, 0, 0, { kind: 'batch_limit', limit: 5, current: 4, requested: 2 }],
    [1, 0, 5, 5, { kind: 'activity_limit', limit: 10, created: 5, deleted: 5 }],
    [2, 0, 5, 4, { kind: 'activity_limit', limit: 10, created: 5, deleted: 4 }],
  ])(
    '%i more beside %i, today %i created and %i deleted',
    (requested, current, createdToday, deletedToday, refusal) => {
      expect(refuseCreation({ plan: FREE, requested, current, createdToday, deletedToday })).toEqual(refusal);
    },
  );
});

test('no limit refuses nothing', () => {
  const plan = { ...FREE, maxJobs: null };
  expect(refuseCreation({ plan, requested: 1_000, current: 1e6, createdToday: 1e6, deletedToday: 1e6 })).toBeNull();
});
