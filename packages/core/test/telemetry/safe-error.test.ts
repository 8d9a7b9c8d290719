import { expect, test } from '@jest/globals';
import { DrizzleQueryError } from 'drizzle-orm/errors';
import { safeError } from '../../src/telemetry/safe-error.js';

test('a failed statement is logged without the values that went into it', () => {
  const cause = Object.assign(new Error('connection refused'), { code: 'ECONNREFUSED' });
  const error = new DrizzleQueryError(
    'insert into "cron_jobs" values ($1, $2)',
    ['Bearer planted-secret', 'planted-body'],
    cause,
  );
  expect(error.message).toContain('planted-secret');
  const logged = safeError(error);
  expect(JSON.stringify(logged)).not.toMatch(/planted/);
  expect(logged.message).toBe('Failed query: insert into "cron_jobs" values ($1, $2)…');
  expect(logged.cause).toMatchObject({ message: 'connection refused', code: 'ECONNREFUSED' });
});

test('any other error keeps its message, code and stack', () => {
  const logged = safeError(Object.assign(new TypeError('no'), { code: 'E1' }));
  expect(logged).toMatchObject({ type: 'TypeError', message: 'no', code: 'E1' });
  expect(logged.stack).toContain('TypeError: no');
  expect(safeError('text')).toEqual({ type: 'string', message: 'text' });
});
