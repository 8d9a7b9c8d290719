import { describe, expect, test } from '@jest/globals';
import { createGate } from '@carillon/testkit/gate';
import { createGrouper } from '../../src/engine/grouper.js';
import { createOutcomeWriter } from '../../src/engine/outcome-writer.js';

describe('the grouper', () => {
  test('carries out together what comes together, and answers each item with its own', async () => {
    const groups: number[][] = [];
    const grouper = createGrouper<number, string>({
      maxItems: 3,
      maxWaitMs: 1,
      maxConcurrent: 1,
      carryOut: (items) => {
        groups.push(items);
        return Promise.resolve(items.map((item) => `<${item}>`));
      },
    });
    expect(await Promise.all([1, 2, 3, 4].map((n) => grouper.add(n)))).toEqual(['<1>', '<2>', '<3>', '<4>']);
    expect(groups).toEqual([[1, 2, 3], [4]]);
    expect(grouper.pending).toBe(0);
  });

  test('lets the next group grow while one is under way', async () => {
    const gate = createGate();
    const groups: number[][] = [];
    const grouper = createGrouper<number, void>({
      maxItems: 100,
      maxWaitMs: 0,
      maxConcurrent: 1,
      carryOut: async (items) => {
        groups.push(items);
        if (groups.length === 1) await gate.opened;
        return [];
      },
    });
    const first = grouper.add(0);
    while (groups.length === 0) await new Promise((resolve) => setImmediate(resolve));
    const rest = Array.from({ length: 50 }, (_, i) => grouper.add(i + 1));
    gate.open();
    await Promise.all([first, ...rest]);
    expect(groups.map((group) => group.length)).toEqual([1, 50]);
  });

  test('tells every item of a group that failed, and goes on with the next', async () => {
    let failures = 1;
    const grouper = createGrouper<number, number>({
      maxItems: 2,
      maxWaitMs: 0,
      maxConcurrent: 1,
      carryOut: (items) => (failures-- > 0 ? Promise.reject(new Error('no')) : Promise.resolve(items)),
    });
    const answers = await Promise.allSettled([1, 2, 3].map((n) => grouper.add(n)));
    expect(answers.map((answer) => answer.status)).toEqual(['rejected', 'rejected', 'fulfilled']);
  });
});

describe('writing outcomes', () => {
  const dataFault = () => Object.assign(new Error('invalid byte sequence'), { code: '22021' });

  test('an outcome that cannot be stored is reduced, and its neighbours are stored as they are', async () => {
    const stored: string[] = [];
    const errors: Error[] = [];
    const writer = createOutcomeWriter<string>({
      write: (group) => {
        if (group.includes('bad')) return Promise.reject(dataFault());
        stored.push(...group);
        return Promise.resolve();
      },
      reduce: (outcome) => `reduced ${outcome}`,
      onError: (error) => errors.push(error),
    });
    await Promise.all(['a', 'bad', 'b'].map((outcome) => writer.add(outcome)));
    expect(stored.sort()).toEqual(['a', 'b', 'reduced bad']);
    expect(errors.length).toBeGreaterThan(0);
  });

  test('while the database is away outcomes are kept and tried again', async () => {
    let away = 2;
    const writer = createOutcomeWriter<string>({
      write: () =>
        away-- > 0 ? Promise.reject(Object.assign(new Error('gone'), { code: 'ECONNREFUSED' })) : Promise.resolve(),
      reduce: (outcome) => outcome,
      onError: () => undefined,
    });
    await writer.add('a');
    expect(away).toBe(-1);
  });
});
