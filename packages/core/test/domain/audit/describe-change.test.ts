import { expect, test } from '@jest/globals';
import { describeChange } from '../../../src/domain/audit/describe-change.js';

const before = { name: 'a', headers: { A: '1', B: '2' } as object | null, tags: ['x', 'y'], size: 1 };
const fields = ['name', 'headers', 'tags', 'size'] as const;
const describe = (change: Partial<typeof before>) =>
  describeChange(before, { ...before, ...change }, fields, { name: (name) => name, size: (size) => size * 10 });

test('nothing is different, in whatever order the names of an object come', () => {
  expect(describe({ headers: { B: '2', A: '1' } })).toEqual({ fields: [], changes: {} });
});

test('the order of a list is a part of it', () => {
  expect(describe({ tags: ['y', 'x'] })).toEqual({ fields: ['tags'], changes: {} });
});

test('values are told only where they may be, and as they may be', () => {
  expect(describe({ name: 'b', headers: null, size: 2 })).toEqual({
    fields: ['name', 'headers', 'size'],
    changes: { name: { from: 'a', to: 'b' }, size: { from: 10, to: 20 } },
  });
});
