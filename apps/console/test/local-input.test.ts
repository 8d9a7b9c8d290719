import { describe, expect, test } from '@jest/globals';
import { fromLocalInput, toLocalInput } from '../src/components/local-input';

describe('a field for date and time', () => {
  test('gives back the minute that it was given', () => {
    const iso = '2026-11-22T06:07:00.000Z';
    expect(fromLocalInput(toLocalInput(iso))).toBe(iso);
  });

  test('is empty for no instant, and none for an empty or broken text', () => {
    expect([toLocalInput(null), toLocalInput(undefined), toLocalInput('soon')]).toEqual(['', '', '']);
    expect([fromLocalInput(''), fromLocalInput('soon')]).toEqual([null, null]);
  });
});
