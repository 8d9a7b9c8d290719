import { describe, expect, test } from '@jest/globals';
import { seeded, testSeed } from '@carillon/testkit/random';
import { decideAdmission, decideOverlap, MAX_WAITING } from '../../../src/domain/policy/decide-overlap.js';
import { planTurns } from '../../../src/domain/policy/plan-turns.js';

const free = { holder: null, waiting: 0, first: null };
const held = { holder: 'h', waiting: 0, first: null };
const left = { holder: null, waiting: 1, first: 'w' };

describe('a run that asks for the turn', () => {
  test.each([
    ['skip', free, { kind: 'run' }],
    ['skip', held, { kind: 'skip', runId: 'h' }],
    // Nobody has it, but somebody waits: he comes first.
    ['skip', left, { kind: 'skip', runId: 'w' }],
    ['queue', free, { kind: 'run' }],
    ['queue', held, { kind: 'wait' }],
    ['queue', left, { kind: 'wait' }],
    ['queue', { ...held, waiting: MAX_WAITING, first: 'w' }, { kind: 'queueFull', waiting: MAX_WAITING }],
    ['cancelPrevious', free, { kind: 'run' }],
    ['cancelPrevious', held, { kind: 'cancelPrevious' }],
    ['cancelPrevious', left, { kind: 'cancelPrevious' }],
  ] as const)('%s, %j: %j', (overlap, standing, decision) => {
    expect(decideOverlap({ overlap, ...standing })).toEqual(decision);
  });
});

describe('the run that has waited longest', () => {
  test.each([
    ['queue', true, null, 'AUTO', 'hold'],
    ['queue', true, 'h', 'AUTO', 'wait'],
    ['queue', false, null, 'AUTO', 'cancel'],
    ['queue', false, null, 'MANUAL', 'hold'],
    ['queue', false, 'h', 'AUTO', 'wait'],
    ['allow', true, 'h', 'AUTO', 'free'],
    ['allow', false, 'h', 'AUTO', 'cancel'],
    ['allow', false, 'h', 'MANUAL', 'free'],
    ['skip', true, null, 'AUTO', 'hold'],
  ] as const)('overlap %s, enabled %s, held by %s, %s: %s', (overlap, enabled, holder, type, decision) => {
    expect(decideAdmission({ overlap, enabled, holder, type })).toBe(decision);
  });
});

describe('several runs of one claim', () => {
  const ids = ['a', 'b', 'c'];
  const plan = (overlap: 'skip' | 'queue' | 'cancelPrevious', standing: typeof free | typeof held) => {
    const { verdicts, supersededBy } = planTurns({ overlap, ...standing }, ids);
    return { kinds: ids.map((id) => verdicts.get(id)?.kind), supersededBy, verdicts };
  };

  test('skip: the first runs, unless one is going on', () => {
    const { kinds, verdicts } = plan('skip', free);
    expect(kinds).toEqual(['hold', 'skip', 'skip']);
    expect(verdicts.get('c')).toEqual({ kind: 'skip', reason: { code: 'overlap', runId: 'a' } });
    expect(plan('skip', held).kinds).toEqual(['skip', 'skip', 'skip']);
  });

  test('queue: the others wait', () => {
    expect(plan('queue', free).kinds).toEqual(['hold', 'wait', 'wait']);
    expect(plan('queue', held).kinds).toEqual(['wait', 'wait', 'wait']);
  });

  test('cancelPrevious: the last takes the place of all', () => {
    const fromFree = plan('cancelPrevious', free);
    expect(fromFree).toMatchObject({ kinds: ['skip', 'skip', 'hold'], supersededBy: null });
    expect(fromFree.verdicts.get('a')).toEqual({ kind: 'skip', reason: { code: 'superseded', runId: 'b' } });
    expect(plan('cancelPrevious', held)).toMatchObject({ kinds: ['skip', 'skip', 'hold'], supersededBy: 'c' });
  });

  test('however many and whatever stood before: one at most has the turn, and never more wait than may', () => {
    const random = seeded(testSeed());
    for (let round = 0; round < 500; round++) {
      const overlap = random.pick(['skip', 'queue', 'cancelPrevious'] as const);
      const waiting = random.integer(0, MAX_WAITING);
      const standing = { holder: random.pick([null, 'h']), waiting, first: waiting > 0 ? 'w' : null };
      const asking = Array.from({ length: random.integer(1, 130) }, (_, i) => `r${i}`);
      const { verdicts, supersededBy } = planTurns({ overlap, ...standing }, asking);
      const count = (kind: string) => [...verdicts.values()].filter((verdict) => verdict.kind === kind).length;
      expect(verdicts.size).toBe(asking.length);
      const isFree = supersededBy !== null || (standing.holder === null && standing.first === null);
      expect(count('hold')).toBe(isFree ? 1 : 0);
      if (overlap !== 'queue') expect(count('wait')).toBe(0);
      else expect(count('wait') + waiting).toBeLessThanOrEqual(MAX_WAITING);
    }
  });
});
