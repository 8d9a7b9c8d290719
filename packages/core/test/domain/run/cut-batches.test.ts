import { describe, expect, test } from '@jest/globals';
import { cutBatches, HERD_FROM } from '../../../src/domain/run/cut-batches.js';
import { herdsOf } from '../../../src/domain/run/herds.js';

const of = (userId: string, count: number) => Array.from({ length: count }, () => userId);
const sizes = (userIds: readonly string[]) =>
  cutBatches(userIds).map(({ queue, userId, places }) => [queue, userId, places.length]);

describe('runs that fell due together', () => {
  test('travel together when they are few users’ few', () => {
    expect(sizes([...of('ann', 20), ...of('bob', 1), ...of('cleo', 9)])).toEqual([
      ['runs', null, 25],
      ['runs', null, 5],
    ]);
  });

  test('of a herd travel apart, and only with their own', () => {
    const userIds = [...of('ann', 3), ...of('herd', HERD_FROM + 1), ...of('bob', 2)];
    expect(sizes(userIds)).toEqual([
      ['runs', null, 5],
      ['herd-runs', 'herd', 25],
      ['herd-runs', 'herd', 25],
      ['herd-runs', 'herd', 25],
      ['herd-runs', 'herd', 25],
      ['herd-runs', 'herd', 1],
    ]);
    for (const { userId, places } of cutBatches(userIds))
      for (const place of places) expect(userId === null || userIds[place] === userId).toBe(true);
  });

  test('are each in exactly one batch', () => {
    const userIds = [...of('a', 150), ...of('b', 100), ...of('c', 101), ...of('d', 7)];
    const places = cutBatches(userIds).flatMap((cut) => cut.places);
    expect(places.sort((a, b) => a - b)).toEqual(userIds.map((_, place) => place));
  });

  test('are none when nothing is due', () => expect(cutBatches([])).toEqual([]));
});

test('a user with more than a quarter of a claim is one that others may be behind', () => {
  const jobs = (...users: [string, number][]) =>
    users.flatMap(([userId, count]) => of(userId, count).map((id) => ({ userId: id })));
  expect(herdsOf(jobs(['ann', 26], ['bob', 25], ['cleo', 49]))).toEqual(['ann', 'cleo']);
  expect(herdsOf([])).toEqual([]);
});
