import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { enterRun } from '../../../apps/api/test/support/ledger.js';
import { run, startService, type Service } from './support.js';

let service: Service;
let folder: string;
beforeAll(async () => {
  service = await startService();
  folder = await mkdtemp(join(tmpdir(), 'carillon-cli-'));
});
afterAll(async () => {
  await service.close();
  await rm(folder, { recursive: true });
});

const create = (name: string, ...more: string[]) =>
  service.run(['jobs', 'create', '--name', name, '--target', 'https://a.example', '--schedule', '0 9 * * *', ...more]);

describe('jobs', () => {
  it('are created, listed, shown, changed, paused and deleted by name', async () => {
    const more = ['-H', 'X-Key: ${KEY}', '--set', 'retry.maxAttempts=4', '-t', 'blue'];
    const argv = [
      'jobs',
      'create',
      '--name',
      'One',
      '--target',
      'https://a.example',
      '--schedule',
      '0 9 * * *',
      ...more,
    ];
    const made = await service.run([...argv, '--json'], {}, { KEY: 'hidden-value' });
    expect(made.json()).toMatchObject({
      name: 'One',
      method: 'GET',
      retry: { maxAttempts: 4 },
      headers: { 'X-Key': '********' },
    });
    expect((await service.run(['jobs', 'list', '--tag', 'blue'])).out).toMatch(/^ID .*\n\S+ +One +0 9 \* \* \*/);
    const shown = await service.run(['jobs', 'show', 'One']);
    expect(shown.out).toContain('GET https://a.example');
    expect(shown.out).not.toContain('hidden-value');
    expect((await service.run(['jobs', 'show', 'One', '--show-secrets'])).out).toContain('hidden-value');
    expect((await service.run(['jobs', 'edit', 'One', '--schedule', '5 9 * * *', '--json'])).json()).toMatchObject({
      schedule: '5 9 * * *',
    });
    expect((await service.run(['jobs', 'pause', 'One', '--json'])).json()).toMatchObject([
      { pausedUntil: '9999-12-31T23:59:59.000Z' },
    ]);
    expect((await service.run(['jobs', 'resume', 'One'])).out).toContain('enabled');
    expect((await service.run(['jobs', 'disable', 'One'])).out).toContain('disabled');
    expect((await service.run(['jobs', 'list', '--enabled', '--tag', 'blue'])).out).toBe('None.');
    expect(await service.run(['jobs', 'delete', 'One'])).toMatchObject({ code: 2 });
    expect(await service.run(['jobs', 'delete', 'One', '-y'])).toMatchObject({ code: 0, out: 'Deleted "One".' });
    expect(await service.run(['jobs', 'show', 'One'])).toMatchObject({
      code: 3,
      out: '',
      err: 'There is no job "One".',
    });
  });

  it('of one name are told apart by id', async () => {
    await create('Twin');
    await create('Twin');
    expect(await service.run(['jobs', 'show', 'Twin'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('2 jobs are called "Twin"'),
    });
  });

  it('cannot write to the terminal by their names', async () => {
    await create('\u001b[2Jgone');
    const { out } = await service.run(['jobs', 'list']);
    expect(out).toContain('\\u001b[2Jgone');
    expect(out).not.toContain('\u001b');
  });

  it('logs -f writes each run when it has ended, until Ctrl-C', async () => {
    const { id } = (await create('Followed', '--json')).json<{ id: string }>();
    const entry = { userId: service.userId, cronJobId: id, status: 200, durationMs: 12 };
    await enterRun(service.api.database, { ...entry, scheduledFor: new Date('2026-01-01T00:00:00Z') });
    const stopping = new AbortController();
    const lines: string[] = [];
    const seen = service.run(['jobs', 'logs', 'Followed', '-f', '--interval', '50', '--json'], {
      stopping: stopping.signal,
      onOut(text) {
        lines.push(text);
        // The first is there already; the second comes while it looks on.
        if (lines.length === 1)
          void enterRun(service.api.database, { ...entry, scheduledFor: new Date('2026-01-01T00:01:00Z') });
        if (lines.length === 2) stopping.abort();
      },
    });
    expect((await seen).code).toBe(0);
    const logs = lines.map((line) => JSON.parse(line) as { scheduledFor: string });
    expect(logs.map(({ scheduledFor }) => scheduledFor)).toEqual([
      '2026-01-01T00:00:00.000Z',
      '2026-01-01T00:01:00.000Z',
    ]);
    const { out } = await service.run(['jobs', 'logs', 'Followed']);
    expect(out.split('\n')).toEqual([
      '2026-01-01T00:00:00.000Z  succeeded  200, 12 ms',
      '2026-01-01T00:01:00.000Z  succeeded  200, 12 ms',
    ]);
  });
});

describe('the other surface', () => {
  it('worker jobs are created, listed, shown, counted and cancelled', async () => {
    const variables = join(folder, 'variables.json');
    await writeFile(variables, '{"to":"you"}');
    const made = await service.run([
      'worker-jobs',
      'create',
      '--type',
      'mail',
      '--variables',
      `@${variables}`,
      '--json',
    ]);
    const { job_key: key } = made.json<{ job_key: string }>();
    expect((await service.run(['worker-jobs', 'list', '--type', 'mail'])).out).toContain(key);
    expect((await service.run(['worker-jobs', 'show', key])).out).toContain('{"to":"you"}');
    expect((await service.run(['worker-jobs', 'stats'])).out).toMatch(/mail +1 +1 /);
    expect(await service.run(['worker-jobs', 'cancel', key, '--reason', 'no need'])).toMatchObject({ code: 0 });
    expect(await service.run(['worker-jobs', 'create', '--type', 'mail', '--variables', '[]'])).toMatchObject({
      code: 2,
    });
  });

  it('incidents are listed, shown and resolved', async () => {
    const { client } = service;
    await client.createWorkerJob({ body: { type: 'breaks', variables: {}, retries: 1 } });
    const { jobs } = await client.activateWorkerJobs({ body: { type: 'breaks', worker: 'w', request_timeout: 0 } });
    const key = jobs[0]?.key ?? '';
    await client.throwWorkerJobError({ path: { key }, body: { error_code: 'NO_WAY' } });
    const listed = (await service.run(['incidents', 'list', '--status', 'OPEN', '--json'])).json<{
      incidents: { id: string }[];
    }>();
    const id = listed.incidents[0]?.id ?? '';
    expect((await service.run(['incidents', 'show', id])).out).toContain('breaks');
    expect(await service.run(['incidents', 'resolve', id])).toMatchObject({ code: 2 });
    expect(await service.run(['incidents', 'resolve', id, '--dismiss', '--reason', 'old'])).toMatchObject({
      code: 0,
      out: `${id} is DISMISSED.`,
    });
  });
});

describe('keys and usage', () => {
  it('a new key goes into a file that others cannot read, and works from there', async () => {
    const path = join(folder, 'ci.key');
    const made = await service.run(['keys', 'create', '--name', 'ci', '--scopes', 'read:jobs', '--save', path]);
    expect(made.out).not.toContain('car_');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    const token = (await readFile(path, 'utf8')).trim();
    expect(await run(['jobs', 'list', '--url', service.api.url, '--key-file', path])).toMatchObject({ code: 0 });
    expect(await run(['keys', 'list', '--url', service.api.url, '--key-file', path])).toMatchObject({ code: 3 });
    const warned = await run(['usage', '--url', service.api.url, '--api-key', token]);
    expect(warned).toMatchObject({ code: 0, err: expect.stringContaining('Warning: a key on the command line') });
    expect(warned.out).toContain('Plan UNLIMITED');
    const listed = (await service.run(['keys', 'list', '--json'])).json<{ id: string; name: string }[]>();
    const id = listed.find(({ name }) => name === 'ci')?.id ?? '';
    expect(await service.run(['keys', 'revoke', id, '--yes'])).toMatchObject({ code: 0 });
  });
});

describe('where to go', () => {
  it('is found in what npm start has written, whose key goes nowhere else', async () => {
    const dev = {
      apiUrl: service.api.url,
      apiKey: service.token,
      pids: { api: process.pid, scheduler: process.pid, worker: process.pid },
    };
    await writeFile(join(folder, 'dev.json'), JSON.stringify(dev));
    expect(await run(['usage'], { dataDir: folder })).toMatchObject({ code: 0 });
    const elsewhere = await run(['usage', '--url', 'http://127.0.0.1:1'], { dataDir: folder });
    expect(elsewhere).toMatchObject({
      code: 2,
      err: expect.stringContaining('There is no API key for http://127.0.0.1:1'),
    });
    expect(await run(['usage'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('There is no Carillon to talk to'),
    });
  });

  it.each([
    ['an unknown key', 3, () => ({ url: service.api.url, apiKey: `car_${'x'.repeat(43)}` })],
    ['no server', 4, () => ({ url: 'http://127.0.0.1:2', apiKey: 'car_x' })],
  ])('%s ends with %i', async (_name, code, settings) => {
    const answer = await run(['jobs', 'list', '--json'], settings());
    expect(answer).toMatchObject({ code, out: '' });
    expect(answer.err).not.toBe('');
  });

  it.each(['frobnicate', 'jobs frobnicate', 'jobs show', 'jobs list --frobnicate', 'jobs list --limit x', 'plan'])(
    'what is not understood ends with 2: %s',
    async (line) => {
      expect(await run(line.split(' '))).toMatchObject({ code: 2, out: '' });
    },
  );
});

it('doctor tells what is well and what to do about the rest', async () => {
  const well = await service.run(['doctor', '--json']);
  const { checks } = well.json<{ checks: { name: string; level: string }[] }>();
  const levels = Object.fromEntries(checks.map(({ name, level }) => [name, level]));
  expect(levels).toMatchObject({
    api: 'ok',
    clock: 'ok',
    key: 'ok',
    plan: 'ok',
    'time zones': 'ok',
    scheduler: 'ok',
    worker: 'ok',
  });
  expect(well.code).toBe(0);
  const away = await service.run(['doctor', '--url', 'http://127.0.0.1:2', '--worker-url', service.api.url]);
  expect(away).toMatchObject({ code: 1, out: expect.stringMatching(/^fail {2}api: .*\n {6}→ Start it/) });
  expect(away.out).toContain('ok    worker process');
});
