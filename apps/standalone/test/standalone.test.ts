import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { queueBackends } from '@carillon/testkit/queue-backends';
import { waitFor } from '@carillon/testkit/wait-for';
import type { DevFile } from '../src/dev-file.js';
import { runStandalone, type StandaloneRun } from './run-standalone.js';

jest.setTimeout(75_000);

interface Envelope {
  readonly data: unknown;
}

describe.each(queueBackends)('standalone with the queue on $name', ({ redisUrl }) => {
  let base: string;
  let dataDir: string;
  let runs: StandaloneRun[];
  beforeAll(async () => {
    // A directory that only we can enter, as a stranger's fresh clone may lie in one.
    base = await mkdtemp(join(tmpdir(), 'carillon-standalone-'));
    dataDir = join(base, 'data');
    runs = [];
  });
  afterAll(async () => {
    await Promise.all(runs.map((run) => run.stop()));
    const { clusterDir } = JSON.parse(await readFile(join(dataDir, 'postgres', 'cluster.json'), 'utf8')) as {
      clusterDir: string;
    };
    if (clusterDir.startsWith('/var/lib/carillon/')) await rm(dirname(clusterDir), { recursive: true });
    await rm(base, { recursive: true, force: true });
  });

  async function start(): Promise<StandaloneRun> {
    const env = { CARILLON_DATA_DIR: dataDir, PORT: '0', ...(redisUrl === null ? {} : { REDIS_URL: redisUrl }) };
    const run = runStandalone(env);
    runs.push(run);
    await run.ready;
    return run;
  }

  const dev = async () => JSON.parse(await readFile(join(dataDir, 'dev.json'), 'utf8')) as DevFile;

  async function call(method: string, path: string, body?: unknown): Promise<unknown> {
    const { apiUrl, apiKey } = await dev();
    const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' };
    const response = await fetch(apiUrl + path, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return ((await response.json()) as Envelope).data;
  }

  it('fires a job on time, stops without a trace and comes back with its data', async () => {
    const first = await start();
    const facts = await dev();
    expect(Object.keys(facts)).toEqual(['apiUrl', 'apiKey', 'adminToken', 'databaseUrl', 'redisUrl', 'pids']);
    expect(Object.keys(facts.pids)).toEqual(['api', 'scheduler', 'worker', 'postgres']);
    expect(facts.redisUrl).toBe(redisUrl);
    expect((await stat(join(dataDir, 'dev.json'))).mode & 0o777).toBe(0o600);

    expect(first.output()).toContain(`Console     ${facts.apiUrl}/#key=${facts.apiKey}\n`);
    for (const path of ['/', '/jobs', '/docs']) {
      const page = await fetch(facts.apiUrl + path, { headers: { accept: 'text/html' } });
      expect([path, page.status, page.headers.get('content-type')]).toEqual([path, 200, 'text/html; charset=utf-8']);
    }

    const job = {
      name: 'Every second',
      url: `${facts.apiUrl}/echo`,
      method: 'POST',
      schedule: '* * * * * *',
      timezone: 'UTC',
      body: 'hello',
    };
    const { id } = (await call('POST', '/api/jobs', job)) as { id: string };
    const logs = () => call('GET', `/api/jobs/${id}/logs`) as Promise<Record<string, unknown>[]>;
    // The very first calls of a fresh process are slow; one that is on time is enough.
    const onTime = async () =>
      (await logs()).find(({ status, latenessMs }) => status === 200 && Number(latenessMs) < 200);
    const done = await waitFor('a run that was on time', onTime);
    expect(done).toMatchObject({
      successful: true,
      type: 'AUTO',
      durationMs: expect.any(Number),
      responseHeaders: expect.any(Object),
    });
    expect(done['responseBody']).toContain('hello');
    await waitFor('its line', () => first.output().includes('ms late  Every second'));

    await expect(runStandalone({ CARILLON_DATA_DIR: dataDir, PORT: '0' }).ready).rejects.toThrow(
      `Carillon is already running on ${dataDir}: process ${first.pid}, ${facts.apiUrl}.`,
    );

    const stopped = await first.stop();
    expect(stopped).toMatchObject({ code: 0 });
    expect(stopped.tookMs).toBeLessThan(10_000);
    for (const pid of Object.values(facts.pids)) expect(isAlive(pid)).toBe(false);

    const startedAt = performance.now();
    await start();
    expect(performance.now() - startedAt).toBeLessThan(8_000);
    expect((await dev()).apiKey).toBe(facts.apiKey);
    expect(await call('GET', `/api/jobs/${id}`)).toMatchObject({ id, name: 'Every second' });
  });
});

describe('standalone refuses in one sentence', () => {
  it.each([
    ['a port that is no port', { PORT: '70000' }, /PORT: .*65535/],
    ['a database url of another kind', { DATABASE_URL: 'mysql://x/y' }, /DATABASE_URL: must begin with postgres:/],
  ])('%s', async (_name, env, sentence) => {
    const run = runStandalone({ CARILLON_DATA_DIR: join(tmpdir(), 'carillon-never-made'), ...env });
    await expect(run.ready).rejects.toThrow(sentence);
  });

  it('a taken port, before anything else starts', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'carillon-standalone-'));
    const { createServer } = await import('node:http');
    const holder = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => holder.once('listening', resolve));
    const { port } = holder.address() as { port: number };
    const run = runStandalone({ CARILLON_DATA_DIR: dataDir, PORT: String(port) });
    await expect(run.ready).rejects.toThrow(
      `Port ${port} is taken by another program: stop it, or choose another port with PORT.`,
    );
    expect(run.output()).not.toContain('starting PostgreSQL');
    holder.close();
    await rm(dataDir, { recursive: true, force: true });
  });
});

function isAlive(pid: number | null): boolean {
  if (pid === null) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
