import { expect } from '@jest/globals';
import { waitFor } from '@carillon/testkit/wait-for';
import type { Answer, TestApi } from './start-api.js';

interface Key {
  id: string;
  keyHash: string;
  [field: string]: unknown;
}

const ENGLISH = { 'accept-language': 'en' };

/** The key that an answer says was made. */
export const made = (answer: Answer) => {
  expect([answer.status, answer.text]).toEqual([201, expect.any(String)]);
  return answer.body.data as unknown as { apiKey: Key; token: string };
};

// Asked seldom: a request in a tight loop would slow down what it waits for.
export const within5s = (what: string, condition: () => Promise<boolean>) =>
  waitFor(what, condition, { timeoutMs: 5_000, everyMs: 100 });

/** What the tests of keys ask of an api, which is there once the first test runs. */
export function keysAt(api: () => TestApi) {
  const rowsOf = async (statement: string, ...values: unknown[]) =>
    (await api().database.pool.query<Record<string, unknown>>(statement, values)).rows;
  return {
    create: (token: string, change: object = {}) =>
      api().call(token, 'POST', '/api/keys', { name: 'CI', scopes: ['read:jobs'], ...change }, ENGLISH),
    keysOf: async (token: string) => (await api().call(token, 'GET', '/api/keys')).body.data as unknown as Key[],
    put: (token: string, id: string, changes: object) => api().call(token, 'PUT', `/api/keys/${id}`, changes, ENGLISH),
    remove: (token: string, id: string) => api().call(token, 'DELETE', `/api/keys/${id}`),
    /** How an api answers who shows this token. */
    works: async (token: string, at = api()) => (await at.call(token, 'GET', '/api/jobs')).status,
    rowsOf,
    /** What is booked of a user's keys. */
    booked: async (userId: string) => {
      const [user] = await rowsOf(
        `SELECT api_key_count AS count, api_keys_created AS created, api_keys_deleted AS deleted, peak_api_key_count AS peak
         FROM users u JOIN usage_days d ON d.user_id = u.id WHERE u.id = $1`,
        userId,
      );
      return user;
    },
  };
}
