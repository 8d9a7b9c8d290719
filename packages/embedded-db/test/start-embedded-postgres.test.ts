import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { type ClusterState, readState, writeState } from '../src/cluster-state.js';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../src/start-embedded-postgres.js';

jest.setTimeout(60_000);

const isRoot = process.getuid?.() === 0;

describe('startEmbeddedPostgres', () => {
  let base: string;
  let started: EmbeddedPostgres[];
  /** Of a cluster that was made once, for tests that only want one that is there: to make one takes seconds. */
  let made: string;
  beforeAll(async () => {
    made = await mkdtemp(join(tmpdir(), 'carillon-pg-'));
    await chmod(made, 0o711);
    const server = await startEmbeddedPostgres({ dataDir: join(made, 'data'), fast: true });
    await server.stop();
  });
  afterAll(() => rm(made, { recursive: true, force: true }));
  beforeEach(async () => {
    base = await mkdtemp(join(tmpdir(), 'carillon-pg-'));
    await chmod(base, 0o711);
    started = [];
  });
  afterEach(async () => {
    await Promise.all(started.map((server) => server.stop()));
    await rm(base, { recursive: true, force: true });
  });

  async function start(dataDir = join(base, 'data'), more: { port?: number; notices?: string[] } = {}) {
    const onNotice = (line: string) => void more.notices?.push(line);
    const port = more.port === undefined ? {} : { port: more.port };
    const server = await startEmbeddedPostgres({ dataDir, fast: true, onNotice, ...port });
    started.push(server);
    return server;
  }

  it('keeps data and port over a restart', async () => {
    const first = await start();
    await query(first.url, "CREATE TABLE kept AS SELECT 'grüße'::text AS word");
    await first.stop();
    const second = await start();
    expect(await query(second.url, 'SELECT word FROM kept')).toEqual([{ word: 'grüße' }]);
    expect(second.port).toBe(first.port);
  });

  it('lets nobody in without the password', async () => {
    const url = new URL((await start(join(made, 'data'))).url);
    url.password = 'guess';
    await expect(query(url.href, 'SELECT 1')).rejects.toThrow('password authentication failed');
  });

  it('works below a directory that only we can enter', async () => {
    const closed = await mkdtemp(join(base, 'closed-'));
    const notices: string[] = [];
    const first = await start(join(closed, 'data'), { notices });
    await query(first.url, 'CREATE TABLE kept AS SELECT 1 AS n');
    await first.stop();
    const second = await start(join(closed, 'data'));
    expect(await query(second.url, 'SELECT n FROM kept')).toEqual([{ n: 1 }]);
    // Where the whole checkout is closed to others, a second line tells of the binaries.
    expect(notices.filter((line) => line.includes('lives in'))).toHaveLength(isRoot ? 1 : 0);
    if (isRoot) await rm(dirname(second.clusterDir), { recursive: true });
  });

  it('deletes an ephemeral cluster at stop', async () => {
    const dataDir = join(base, 'data');
    const server = await startEmbeddedPostgres({ dataDir, fast: true, ephemeral: true });
    await server.stop();
    await expect(readFile(join(server.clusterDir, 'PG_VERSION'))).rejects.toThrow('ENOENT');
  });

  it('stops a server that a dead process left behind and takes its place', async () => {
    const dataDir = join(made, 'data');
    const left = await start(dataDir);
    await changeState(dataDir, { owner: { pid: left.pid, identity: 'an earlier life of that pid' } });
    const notices: string[] = [];
    const next = await start(dataDir, { notices });
    expect(await left.exited).toEqual({ code: 0, signal: null });
    expect(notices.join()).toContain(`pid ${left.pid}) was left running`);
    expect(await query(next.url, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
  });

  it('refuses a cluster whose owner lives', async () => {
    const dataDir = join(made, 'data');
    await start(dataDir);
    const parent = process.ppid;
    const { processIdentity } = await import('../src/process-identity.js');
    await changeState(dataDir, { owner: { pid: parent, identity: (await processIdentity(parent)) ?? '' } });
    await expect(start(dataDir)).rejects.toThrow(`is in use by process ${parent}`);
  });

  it('is not stopped by a stale postmaster.pid whose pid some other program has now', async () => {
    const first = await start(join(made, 'data'));
    const file = join(first.clusterDir, 'postmaster.pid');
    const [, ...rest] = (await readFile(file, 'utf8')).split('\n');
    await first.stop();
    await writeFile(file, [process.pid, ...rest].join('\n'));
    const second = await start(join(made, 'data'));
    expect(await query(second.url, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
  });

  it('refuses the cluster of another major version in one sentence', async () => {
    const server = await start();
    await server.stop();
    await writeFile(join(server.clusterDir, 'PG_VERSION'), '17\n');
    await expect(start()).rejects.toThrow(/was made by PostgreSQL 17, and this is PostgreSQL 18/);
  });

  it('says that a wanted port is taken', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => holder.once('listening', resolve));
    const { port } = holder.address() as { port: number };
    await expect(start(join(made, 'data'), { port })).rejects.toThrow(
      `PostgreSQL cannot listen on port ${port}: another program has it.`,
    );
    holder.close();
  });

  it('shows the last log lines when the server does not start', async () => {
    const options = { dataDir: join(made, 'data'), fast: true, settings: { shared_buffers: 'plenty' } };
    await expect(startEmbeddedPostgres(options)).rejects.toThrow(/did not start .*shared_buffers/s);
  });
});

async function query(connectionString: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function changeState(dataDir: string, change: Partial<ClusterState>): Promise<void> {
  const state = await readState(dataDir);
  if (state !== null) await writeState(dataDir, { ...state, ...change });
}
