import { expect } from '@jest/globals';
import type { TestApi } from './start-api.js';

/** Reads the data of a path that answers 200, from an api which is there once the first test runs. */
export const readerOf =
  (api: () => TestApi) =>
  async <T>(token: string, path: string): Promise<T> => {
    const { status, body, text } = await api().call(token, 'GET', path);
    expect([status, text]).toEqual([200, expect.any(String)]);
    return body.data as unknown as T;
  };
