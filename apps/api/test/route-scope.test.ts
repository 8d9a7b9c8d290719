import { expect, test } from '@jest/globals';
import { z } from 'zod';
import { defineRoute } from '../src/http/define-route.js';
import { plainSurface } from '../src/surfaces/plain.js';

const described = {
  surface: plainSurface,
  method: 'get',
  path: '/nothing',
  operationId: 'nothing',
  summary: 'Nothing',
  tags: ['System'],
  status: 200,
  response: z.object({}),
  example: {},
} as const;

/** The type check of the project covers this file: each of these lines must be an error, or that one is. */
test('an operation that does not say who may call it does not compile', () => {
  // @ts-expect-error there is no scope
  expect(defineRoute(described, () => ({ data: {} })).spec.scope).toBeUndefined();
  // @ts-expect-error there is no such scope
  defineRoute({ ...described, scope: 'read:everything' }, () => ({ data: {} }));
  // @ts-expect-error a scope is not a choice
  defineRoute({ ...described, scope: undefined }, () => ({ data: {} }));
  expect(defineRoute({ ...described, scope: 'read:jobs' }, () => ({ data: {} })).spec.scope).toBe('read:jobs');
});

test('an operation for everybody has nobody to act for', () => {
  defineRoute({ ...described, scope: 'public' }, ({ principal }) => {
    // @ts-expect-error it is null
    principal.userId satisfies string;
    return { data: {} };
  });
  defineRoute({ ...described, scope: 'operator' }, ({ principal }) => {
    // @ts-expect-error the admin token belongs to no user
    principal.userId satisfies string;
    return { data: {} };
  });
  const route = defineRoute({ ...described, scope: 'any_key' }, ({ principal }) => {
    principal.userId satisfies string;
    return { data: {} };
  });
  expect(route.spec.scope).toBe('any_key');
});
