import { Agent, request } from 'undici';
import type { Rival } from './api-rivals.js';

/** Calls an API with JSON over connections that are kept. */
export interface JsonClient {
  /** @throws when the answer is not a 2xx, with its text. */
  call<T>(method: 'POST' | 'PUT', path: string, body: unknown): Promise<T>;
  close(): Promise<void>;
}

/** @param connections requests in flight at most. */
export function openClient({ url, headers }: Rival, connections: number): JsonClient {
  const dispatcher = new Agent({ connections, keepAliveTimeout: 60_000 });
  return {
    async call<T>(method: 'POST' | 'PUT', path: string, content: unknown) {
      const answer = await request(url + path, { dispatcher, method, headers, body: JSON.stringify(content) });
      const text = await answer.body.text();
      if (answer.statusCode >= 300) throw new Error(`${method} ${path} answered ${answer.statusCode}: ${text}`);
      return JSON.parse(text) as T;
    },
    close: () => dispatcher.close(),
  };
}

/** Does `count` things, `lanes` at a time; resolves to how many a second. */
export async function rateOf(count: number, lanes: number, work: (i: number) => Promise<unknown>): Promise<number> {
  let next = 0;
  const startedAt = performance.now();
  const lane = async () => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return count / ((performance.now() - startedAt) / 1_000);
}
