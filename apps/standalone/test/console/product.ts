import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSink, type Sink } from '@carillon/testkit/sink';
import { createTestDatabase } from '@carillon/testkit/test-database';
import type { DevFile } from '../../src/dev-file.js';
import { runStandalone } from '../run-standalone.js';

/** The whole of Carillon, as a person meets it, and a target of its jobs. */
export interface Product {
  /** Where the console is served. */
  readonly url: string;
  readonly key: string;
  readonly adminToken: string;
  /** What jobs call: 200 with `"pong"`, and 500 at `/broken`. */
  readonly target: Sink;
  /** Calls the API with the key; the answer's `data`, or all of it where there is none. */
  readonly call: <T = unknown>(method: string, path: string, body?: unknown) => Promise<T>;
  stop(): Promise<void>;
}

/** Starts the built standalone on a database of its own. */
export async function startProduct(): Promise<Product> {
  const dataDir = await mkdtemp(join(tmpdir(), 'carillon-console-'));
  const [database, target] = await Promise.all([createTestDatabase(), startSink({ answer: answerOf })]);
  const run = runStandalone({ CARILLON_DATA_DIR: dataDir, DATABASE_URL: database.url, PORT: '0' });
  const stop = async () => {
    await run.stop();
    await Promise.all([target.close(), database.close(), rm(dataDir, { recursive: true, force: true })]);
  };
  await run.ready.catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  const dev = JSON.parse(await readFile(join(dataDir, 'dev.json'), 'utf8')) as DevFile;
  return { url: dev.apiUrl, key: dev.apiKey, adminToken: dev.adminToken, target, call: caller(dev), stop };
}

const JSON_BODY = { 'content-type': 'application/json' };

const answerOf = ({ path }: { path: string }) =>
  path.startsWith('/broken')
    ? { status: 500, headers: JSON_BODY, body: '{"said":"out of order"}' }
    : { headers: JSON_BODY, body: '{"said":"pong"}' };

function caller({ apiUrl, apiKey }: DevFile): Product['call'] {
  return async <T>(method: string, path: string, body?: unknown) => {
    const response = await fetch(apiUrl + path, {
      method,
      headers: { authorization: `Bearer ${apiKey}`, ...JSON_BODY },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    const answer = (text === '' ? {} : JSON.parse(text)) as { data?: T };
    return answer.data ?? (answer as T);
  };
}
