import { expect, test } from '@jest/globals';
import { percentilesOf, type Weighted } from '../../../src/domain/run/percentiles.js';

test('nothing has none', () => expect(percentilesOf([])).toBeNull());

test('one value is both', () => expect(percentilesOf([[7, 1]])).toEqual({ p50Ms: 7, p99Ms: 7 }));

test('values count as often as they came, in whatever order, also in two parts', () => {
  const values: Weighted[] = [
    [900, 1],
    [10, 50],
    [20, 48],
    [10, 1],
  ];
  expect(percentilesOf(values)).toEqual({ p50Ms: 10, p99Ms: 20 });
  expect(percentilesOf([...values, [900, 1]])).toEqual({ p50Ms: 10, p99Ms: 900 });
});
