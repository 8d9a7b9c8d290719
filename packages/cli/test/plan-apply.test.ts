import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { readSettings } from '../src/config/settings.js';
import { readJobsFile } from '../src/file/read-jobs-file.js';
import { carryOut } from '../src/plan/carry-out.js';
import { makePlan } from '../src/plan/make-plan.js';
import { recordingTerminal, startService, type Service } from './support.js';

let service: Service;
let folder: string;
let file: string;
beforeAll(async () => {
  service = await startService();
  folder = await mkdtemp(join(tmpdir(), 'carillon-cli-'));
});
afterAll(async () => {
  await service.close();
  await rm(folder, { recursive: true });
});

let scopes = 0;
let scope: string;
beforeEach(() => {
  scope = `scope-${++scopes}`;
  file = join(folder, `${scope}.yaml`);
});

const write = (jobs: string) =>
  writeFile(file, `version: 1\nscope: ${scope}\ndefaults:\n  timezone: Europe/Berlin\njobs:\n${jobs}`);
const SECRET = { TOKEN: 'do-not-print-me' };
const plan = (...more: string[]) => service.run(['plan', '-f', file, ...more], {}, SECRET);
const apply = (...more: string[]) => service.run(['apply', '-f', file, '--yes', ...more], {}, SECRET);
const stored = () => service.client.listJobs({ query: { tag: `managed-by:carillon-file/${scope}`, limit: 100 } });
/** How often the user's jobs were written. */
async function writes(): Promise<number> {
  const { rows } = await service.api.database.pool.query<{ n: string }>(
    "SELECT count(*) AS n FROM audit_events WHERE user_id = $1 AND action LIKE 'cron_job.%'",
    [service.userId],
  );
  return Number(rows[0]?.n);
}

const EVERY_FIELD = `
  everything:
    schedule: '30  2 * * *'
    timezone: America/New_York
    url: https://a.example/x
    method: POST
    headers: {authorization: 'Bearer \${TOKEN}', X-Plain: 'a $\${b}'}
    body: hello
    timeoutMs: 5000
    tags: [b, a]
    retry: {maxAttempts: 3, onStatus: [503, 500-502]}
    successStatus: [200-204, 302]
    overlap: skip
    missed: runAll
    missedWindowSeconds: 600
    jitterSeconds: 30
    startAt: '2026-01-01T00:00:00+09:00'
    endAt: '2099-01-01T00:00:00Z'
    autoDisableAfter: 5
    followRedirects: 2
    dstGap: skip
    dstFold: both
  least:
    schedule: '@SCHEDULE'
    url: https://a.example/least
  for-workers:
    schedule: 0 9 * * *
    target: {kind: workerJob, type: mail, timeout: PT120S, variables: {b: 1, a: {d: 2, c: 3}}}
`.replace('@SCHEDULE', '0 9 * * *');

describe('apply', () => {
  it('makes what the file says, once; then there are no changes', async () => {
    await write(EVERY_FIELD);
    const before = await plan('--detailed-exitcode');
    expect(before.code).toBe(2);
    expect(before.out).toContain('+ everything will be created');
    expect(before.out).toContain('Plan: 3 to create, 0 to change, 0 unchanged.');
    expect(await stored()).toEqual([]);

    expect(await apply()).toMatchObject({ code: 0, out: expect.stringContaining('3 created, 0 changed, 0 deleted.') });
    const made = await stored();
    expect(made.find(({ name }) => name === 'everything')).toMatchObject({
      headers: { authorization: 'Bearer do-not-print-me', 'X-Plain': 'a ${b}' },
      tags: ['b', 'a', `managed-by:carillon-file/${scope}`],
      startAt: '2025-12-31T15:00:00.000Z',
    });
    expect(made.find(({ name }) => name === 'least')).toMatchObject({ timezone: 'Europe/Berlin', method: 'GET' });

    const written = await writes();
    expect(await plan('--detailed-exitcode')).toMatchObject({ code: 0, out: 'No changes.', err: '' });
    expect(await apply('--prune')).toMatchObject({ code: 0, out: 'No changes.' });
    expect(await writes()).toBe(written);
  });

  it('shows field by field what is going to change, fire times before and after, and no secret', async () => {
    await write(
      "  nightly:\n    schedule: 30 2 * * *\n    timezone: America/New_York\n    url: https://a.example\n    headers: {X-Key: '${TOKEN}'}\n    startAt: '2027-03-13T00:00:00Z'\n",
    );
    await apply();
    await write(
      "  nightly:\n    schedule: 45 2 * * *\n    timezone: America/New_York\n    url: https://b.example\n    headers: {X-Key: '${TOKEN}!'}\n    startAt: '2027-03-13T00:00:00Z'\n",
    );
    const { out } = await plan();
    expect(out).toContain('~ nightly will be changed');
    expect(out).toContain('schedule: 30 2 * * * → 45 2 * * *');
    expect(out).toContain('url: https://a.example → https://b.example');
    expect(out).toContain('headers.X-Key: (secret) changed');
    expect(out).toMatch(/2027-03-13T02:30:00-05:00\s+2027-03-13T02:45:00-05:00/);
    expect(out).toMatch(/2027-03-14T03:00:00-04:00 \[DST gap\]/);
    const { json, out: data } = await plan('--json');
    expect(out + data).not.toContain('do-not-print-me');
    expect(json()).toMatchObject({ changes: true, changed: [{ name: 'nightly', fields: expect.any(Array) }] });
    expect(await apply()).toMatchObject({ code: 0, out: expect.stringContaining('0 created, 1 changed') });
    expect((await stored())[0]?.headers).toEqual({ 'X-Key': 'do-not-print-me!' });
  });

  it('brings back the default of a field that the file no longer has, but leaves switches alone', async () => {
    await write(
      '  a:\n    schedule: 0 9 * * *\n    url: https://a.example\n    overlap: skip\n    headers: {X-A: b}\n',
    );
    await apply();
    const [job] = await stored();
    await service.client.updateJob({ path: { jobId: job?.id ?? '' }, body: { enabled: false } });
    await write('  a:\n    schedule: 0 9 * * *\n    url: https://a.example\n');
    await apply();
    expect(await stored()).toMatchObject([{ id: job?.id, overlap: 'allow', headers: null, enabled: false }]);
    await write('  a:\n    schedule: 0 9 * * *\n    target: {kind: workerJob, type: mail}\n');
    await apply();
    expect(await stored()).toMatchObject([{ id: job?.id, url: null, target: { kind: 'workerJob' } }]);
    await write('  a:\n    schedule: 0 9 * * *\n    url: https://a.example\n');
    await apply();
    expect(await plan()).toMatchObject({ out: 'No changes.' });
  });

  it('deletes with --prune only what the file made', async () => {
    const draft = { name: 'by hand', url: 'https://a.example', method: 'GET', schedule: '0 9 * * *' } as const;
    const byHand = await service.client.createJob({ body: draft });
    await write(
      '  a: {schedule: 0 9 * * *, url: https://a.example}\n  b: {schedule: 0 9 * * *, url: https://a.example}\n',
    );
    await apply();
    await write('  a: {schedule: 0 9 * * *, url: https://a.example}\n');
    const kept = await plan('--no-times');
    expect(kept.out).toContain('b is not in the file');
    expect(kept.out).toContain('No changes.');
    expect(await apply('--prune')).toMatchObject({ out: expect.stringContaining('1 deleted') });
    expect((await stored()).map(({ name }) => name)).toEqual(['a']);
    expect(await service.client.getJob({ path: { jobId: byHand.id } })).toMatchObject({ name: 'by hand' });

    // The Idempotency-Key of the first creation leads to a job that is no more.
    await write(
      '  a: {schedule: 0 9 * * *, url: https://a.example}\n  b: {schedule: 0 9 * * *, url: https://a.example}\n',
    );
    expect(await apply()).toMatchObject({ code: 0, out: expect.stringContaining('1 created') });
    expect(await stored()).toHaveLength(2);
  });

  it('asks, and does nothing unless told to', async () => {
    await write('  a: {schedule: 0 9 * * *, url: https://a.example}\n');
    const argv = ['apply', '-f', file];
    expect(await service.run(argv)).toMatchObject({ code: 2, err: expect.stringContaining('say --yes') });
    expect(await service.run(argv, { answer: 'n' })).toMatchObject({ code: 1 });
    expect(await stored()).toEqual([]);
    expect(await service.run(argv, { answer: 'y' })).toMatchObject({ code: 0 });
    expect(await stored()).toHaveLength(1);
  });

  it('goes on where it was interrupted', async () => {
    const jobs = Array.from(
      { length: 6 },
      (_, i) => `  job-${i}: {schedule: 0 9 * * *, url: https://a.example/${i}}\n`,
    );
    await write(jobs.join(''));
    const stopping = new AbortController();
    const asked = service.run(['apply', '-f', file, '--yes'], {
      stopping: stopping.signal,
      // The plan has been printed: what follows is the first write.
      onOut: () => stopping.abort(),
    });
    expect(await asked).toMatchObject({ code: 130, out: expect.stringContaining('6 not begun') });
    expect(await apply()).toMatchObject({ code: 0, out: expect.stringContaining('6 created') });
    expect(await stored()).toHaveLength(6);
  });

  it('makes no second job of a creation whose answer got lost', async () => {
    await write('  a: {schedule: 0 9 * * *, url: https://a.example}\n');
    const jobs = await readJobsFile(file, readSettings({}));
    // Twice the plan of somebody who has seen no job.
    const input = { plan: makePlan(jobs, []), scope, prune: false, terminal: recordingTerminal() };
    expect(await carryOut(service.client, input)).toMatchObject({ created: 1, failures: [] });
    expect(await carryOut(service.client, input)).toMatchObject({ created: 1, failures: [] });
    expect(await stored()).toHaveLength(1);
  });

  it('tells of what the server refuses, does the rest, and prunes nothing', async () => {
    await write('  gone: {schedule: 0 9 * * *, url: https://a.example}\n');
    await apply();
    await write(
      '  bad: {schedule: 0 9 * * *, url: http://10.0.0.1/}\n  good: {schedule: 0 9 * * *, url: https://a.example}\n',
    );
    const { code, err } = await apply('--prune');
    expect(code).toBe(3);
    expect(err).toContain('bad: ');
    expect((await stored()).map(({ name }) => name).sort()).toEqual(['gone', 'good']);
  });

  it('names the line of a schedule that the server does not take, and of a variable that is not set', async () => {
    await write('  a:\n    schedule: 61 * * * *\n    url: https://a.example\n');
    expect(await plan()).toMatchObject({ code: 2, err: expect.stringContaining(`${file}:6: jobs.a: `) });
    await write("  a:\n    schedule: 1 * * * *\n    url: https://a.example\n    headers: {X: '${NOWHERE}'}\n");
    expect(await plan()).toMatchObject({
      code: 2,
      err: `${file}:9: jobs.a.headers: X: the variable NOWHERE is not set`,
    });
  });
});

it('a crontab becomes jobs that need no change', async () => {
  const crontab = new URL('fixtures/crontab.txt', import.meta.url).pathname;
  const secrets = join(folder, 'secrets.env');
  const argv = ['import', 'crontab', crontab, '-o', file, '--scope', scope, '--secrets', secrets, '--timezone', 'UTC'];
  const imported = await service.run([...argv, '--json']);
  expect(imported).toMatchObject({ code: 0, err: expect.stringContaining('44 jobs from') });
  const { variables } = imported.json<{ variables: string[] }>();
  expect(await service.run(argv)).toMatchObject({ code: 2, err: expect.stringContaining('--force') });
  const values = Object.fromEntries(variables.map((name) => [name, `value of ${name}`]));
  const use = (command: string, ...more: string[]) => service.run([command, '-f', file, ...more], {}, values);
  expect(await use('apply', '--yes', '--no-times')).toMatchObject({
    code: 0,
    out: expect.stringContaining('44 created'),
  });
  expect(await use('plan')).toMatchObject({ code: 0, out: 'No changes.' });
});
