import { describe, expect, it } from '@jest/globals';
import { seeded } from '../src/random.js';
import { countLine } from '../src/reporter.js';
import { waitFor } from '../src/wait-for.js';

describe('waitFor', () => {
  it('returns the first real value', async () => {
    let asked = 0;
    expect(await waitFor('the third', () => ((asked += 1) === 3 ? 'here' : null), { everyMs: 1 })).toBe('here');
  });

  it('takes an error for "not yet" and reports the last one', async () => {
    const failing = () => Promise.reject(new Error('no such table'));
    await expect(waitFor('a row', failing, { timeoutMs: 30, everyMs: 5 })).rejects.toThrow(
      '"a row" did not happen within 0.03 s: no such table',
    );
  });
});

describe('seeded', () => {
  it('repeats itself for one seed and differs for another', () => {
    const numbers = (seed: number) => Array.from({ length: 50 }, seeded(seed).next);
    expect(numbers(7)).toEqual(numbers(7));
    expect(numbers(7)).not.toEqual(numbers(8));
  });

  it('reaches both ends of a range and nothing beyond', () => {
    const random = seeded(1);
    const drawn = new Set(Array.from({ length: 500 }, () => random.integer(3, 6)));
    expect([...drawn].sort()).toEqual([3, 4, 5, 6]);
  });
});

describe('countLine', () => {
  const results = {
    numPassedTests: 5,
    numFailedTests: 1,
    numRuntimeErrorTestSuites: 2,
    numPendingTests: 0,
    numTodoTests: 0,
  };

  it.each([
    ['counts a file that cannot be loaded as failed', results, '5 passed, 3 failed\n'],
    [
      'shows skipped tests only when there are any',
      { ...results, numPendingTests: 4 },
      '5 passed, 3 failed, 4 skipped\n',
    ],
  ])('%s', (_name, given, line) => {
    expect(countLine(given)).toBe(line);
  });
});
