import { describe, expect, test } from '@jest/globals';
import { runPool } from '../src/pages/jobs/run-pool';

const untold = { onProgress: () => undefined, signal: new AbortController().signal };

describe('a pool of tasks', () => {
  test('does all of them, never more than its width at a time', async () => {
    let running = 0;
    let most = 0;
    const task = async () => {
      running += 1;
      most = Math.max(most, running);
      await Promise.resolve();
      running -= 1;
    };
    const { done } = await runPool([1, 2, 3, 4, 5, 6, 7, 8, 9], { ...untold, width: 4, task });
    expect(done).toBe(9);
    expect(most).toBe(4);
  });

  test('goes on after a failure, and tells which it was and why', async () => {
    const through: number[] = [];
    const task = (item: string) => (item === 'b' ? Promise.reject(new Error('not yours')) : Promise.resolve());
    const onProgress = (count: number) => through.push(count);
    const result = await runPool(['a', 'b', 'c'], { ...untold, width: 1, task, onProgress });
    expect(result.done).toBe(2);
    expect(result.failures.map(({ item, error }) => [item, error.message])).toEqual([['b', 'not yours']]);
    expect(through).toEqual([1, 2, 3]);
  });

  test('begins nothing more once it is stopped', async () => {
    const stopping = new AbortController();
    const begun: number[] = [];
    const task = (item: number) => {
      begun.push(item);
      if (item === 2) stopping.abort();
      return Promise.resolve();
    };
    const { done } = await runPool([1, 2, 3, 4], { ...untold, width: 1, task, signal: stopping.signal });
    expect(begun).toEqual([1, 2]);
    expect(done).toBe(2);
  });
});
