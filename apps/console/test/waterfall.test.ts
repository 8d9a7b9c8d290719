import { describe, expect, test } from '@jest/globals';
import { isReused, phasesOf } from '../src/pages/runs/waterfall-phases';

const timings = { dnsMs: 4, connectMs: 10, tlsMs: 20, ttfbMs: 84, totalMs: 100 };
const reused = { dnsMs: null, connectMs: null, tlsMs: null };

describe('the steps of a call', () => {
  test('follow one another and add up to the whole', () => {
    expect(phasesOf(timings)).toEqual([
      { name: 'dns', beginsMs: 0, takesMs: 4 },
      { name: 'connect', beginsMs: 4, takesMs: 10 },
      { name: 'tls', beginsMs: 14, takesMs: 20 },
      { name: 'wait', beginsMs: 34, takesMs: 50 },
      { name: 'rest', beginsMs: 84, takesMs: 16 },
    ]);
  });

  test('leave out what a kept-open connection saved', () => {
    expect(isReused({ ...timings, ...reused })).toBe(true);
    expect(phasesOf({ ...timings, ...reused }).map(({ name }) => name)).toEqual(['wait', 'rest']);
  });

  test('end with the wait when no byte came back', () => {
    expect(phasesOf({ ...timings, ttfbMs: null }).at(-1)).toEqual({ name: 'wait', beginsMs: 34, takesMs: 66 });
  });

  test('never reach past the whole, however the clock rounded', () => {
    const phases = phasesOf({ dnsMs: 1, connectMs: 1, tlsMs: null, ttfbMs: 1, totalMs: 1 });
    expect(phases.reduce((sum, { takesMs }) => sum + takesMs, 0)).toBe(1);
    expect(phases.every(({ takesMs }) => takesMs >= 0)).toBe(true);
  });
});
