import { describe, expect, test } from '@jest/globals';
import { isDatabaseUnavailable } from '../../src/db/availability.js';

const withCode = (code: string) => Object.assign(new Error('x'), { code });

describe('Postgres is away', () => {
  test.each([
    ['a refused connection', withCode('ECONNREFUSED')],
    ['an administrator’s shutdown', withCode('57P01')],
    ['a lost connection', withCode('08006')],
    ['too many connections', withCode('53300')],
    ['a pool that has none in time', new Error('timeout exceeded when trying to connect')],
    ['a connection that cannot be made in time', new Error('timeout expired')],
    ['a broken connection', new Error('Connection terminated unexpectedly')],
    ['one wrapped by drizzle', new Error('Failed query', { cause: withCode('ECONNRESET') })],
    ['several refused addresses', new AggregateError([withCode('ECONNREFUSED')])],
  ])('%s', (_title, error) => {
    expect(isDatabaseUnavailable(error)).toBe(true);
  });
});

test.each([withCode('23505'), withCode('42P01'), new Error('x'), 'ECONNREFUSED', null, undefined])(
  'an error of another kind is not that: %o',
  (error) => {
    expect(isDatabaseUnavailable(error)).toBe(false);
  },
);
