import { expect, test } from '@jest/globals';
import { refuseKeyCreation } from '../../../src/domain/quota/decide-key-creation.js';

test.each([
  // current, created today, deleted today → refusal
  [0, 0, 0, null],
  [9, 9, 0, null],
  [9, 14, 5, null],
  [10, 0, 0, { kind: 'key_limit', limit: 10, current: 10 }],
  [12, 20, 8, { kind: 'key_limit', limit: 10, current: 12 }],
  [1, 11, 9, { kind: 'key_activity_limit', limit: 20, created: 11, deleted: 9 }],
  [0, 0, 25, { kind: 'key_activity_limit', limit: 20, created: 0, deleted: 25 }],
])('%d keys, today %d created and %d deleted', (current, createdToday, deletedToday, refusal) => {
  expect(refuseKeyCreation({ current, createdToday, deletedToday })).toEqual(refusal);
});
