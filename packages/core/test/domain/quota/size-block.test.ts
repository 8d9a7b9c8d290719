import { describe, expect, test } from '@jest/globals';
import { EXACT_BELOW, shrinkBlock, sizeBlock } from '../../../src/domain/quota/size-block.js';

describe('a block of calls', () => {
  test.each([
    ['nothing is known of the day', 3, null, 3],
    ['many are left', 1, 2_000, 51],
    ['fewer are left', 1, 701, 11],
    ['few are left', 1, EXACT_BELOW, 1],
    ['more wait than are left', 20, 7, 7],
    ['none was left, but others may have given some back', 20, 0, 1],
  ])('when %s', (_title, waiting, remaining, size) => {
    expect(sizeBlock({ waiting, remaining })).toBe(size);
  });

  test('gets smaller with what is left, holds one for each who waits, and never more than is left', () => {
    let before = Infinity;
    for (let remaining = 3_000; remaining > 0; remaining--) {
      const size = sizeBlock({ waiting: 4, remaining });
      expect(size).toBeLessThanOrEqual(Math.min(before, remaining));
      expect(size).toBeGreaterThanOrEqual(Math.min(4, remaining));
      before = size;
    }
  });
});

test('a block that finds no room is halved down to a single call', () => {
  const tried = [];
  for (let size: number | null = 100; size !== null; size = shrinkBlock(size)) tried.push(size);
  expect(tried).toEqual([100, 50, 25, 13, 7, 4, 2, 1]);
});
