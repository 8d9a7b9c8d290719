import { expect, test } from '@jest/globals';
import { findSpikes, SPIKE_LEAST_FIRINGS } from '../../../src/domain/forecast/spikes.js';

/** So many firings in one minute of an hour, and a few in each of the others. */
const hour = (herd: number, others = 0) => Array.from({ length: 60 }, (_, minute) => (minute === 7 ? herd : others));
const spikesOf = (counts: Record<string, number[]>) => findSpikes(new Map(Object.entries(counts)));

test('a herd in a quiet hour is one', () => {
  expect(spikesOf({ a: hour(SPIKE_LEAST_FIRINGS) })).toEqual([{ host: 'a', minute: 7, firings: SPIKE_LEAST_FIRINGS }]);
});

test('one firing fewer is none', () => {
  expect(spikesOf({ a: hour(SPIKE_LEAST_FIRINGS - 1) })).toEqual([]);
});

test('a target that is always busy has one only where it gets four times its mean', () => {
  // (59 × 100 + 423) / 60 = 105.4, and four times that 421.5; the herd is part of the mean.
  expect(spikesOf({ a: hour(423, 100) })).toHaveLength(1);
  expect(spikesOf({ a: hour(419, 100) })).toEqual([]);
});

test('each target has its own mean, and the largest comes first', () => {
  expect(spikesOf({ busy: hour(100, 50), b: hour(40), a: hour(90), c: hour(40) })).toEqual([
    { host: 'a', minute: 7, firings: 90 },
    { host: 'b', minute: 7, firings: 40 },
    { host: 'c', minute: 7, firings: 40 },
  ]);
});

test('nothing has none', () => {
  expect(spikesOf({})).toEqual([]);
  expect(spikesOf({ a: hour(0) })).toEqual([]);
});
