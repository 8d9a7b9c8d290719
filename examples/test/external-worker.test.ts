import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { waitFor } from '@carillon/testkit/wait-for';
import { startProcesses, type Processes } from '../../packages/client/test/processes.js';

const EXAMPLE = fileURLToPath(new URL('../external-worker/worker.mjs', import.meta.url));

describe('the external worker', () => {
  let carillon: Processes;
  let dataDir: string;
  let worker: ChildProcess;
  const lines: string[] = [];

  beforeAll(async () => {
    carillon = await startProcesses();
    dataDir = await mkdtemp(join(tmpdir(), 'carillon-example-'));
    const { url: apiUrl, apiKey } = carillon;
    await writeFile(join(dataDir, 'dev.json'), JSON.stringify({ apiUrl, apiKey }));
    worker = spawn(process.execPath, [EXAMPLE], {
      env: { ...process.env, CARILLON_DATA_DIR: dataDir, NODE_OPTIONS: '' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [worker.stdout, worker.stderr]) {
      if (stream !== null) createInterface({ input: stream }).on('line', (line) => lines.push(line));
    }
    await said('Waiting for jobs');
  });
  afterAll(async () => {
    worker.kill('SIGKILL');
    await rm(dataDir, { recursive: true });
    await carillon.close();
  });

  const said = (text: string) =>
    waitFor(`"${text}"`, () => lines.some((line) => line.includes(text)), { detail: () => lines.join('\n') });
  const create = async (variables: Record<string, unknown>) =>
    (await carillon.client.createWorkerJob({ body: { type: 'email-sender', variables } })).job_key;
  const ended = (key: string, status: string) =>
    waitFor(
      `${key} to be ${status}`,
      async () => {
        const job = await carillon.client.getWorkerJob({ path: { key } });
        return job.status === status && job;
      },
      { detail: () => lines.join('\n') },
    );

  test('sends mails, again after a while when its service is busy, and has people decide where it cannot', async () => {
    const recipient = 'user@example.com';
    const keys = await Promise.all(Array.from({ length: 10 }, () => create({ recipient })));
    const [busy, nobody] = [await create({ recipient, busy: true }), await create({})];
    for (const key of keys) {
      const { execution_summary } = await ended(key, 'COMPLETED');
      expect(execution_summary).toMatchObject({ result_variables: { messageId: `mail-${key}` } });
    }
    expect((await ended(busy, 'COMPLETED')).execution_summary).toMatchObject({ retries_used: 1 });
    expect((await ended(nobody, 'ERROR_THROWN')).failure_information).toMatchObject({ error_code: 'NO_RECIPIENT' });
  });

  test('on SIGTERM finishes what it has begun, takes nothing more, and ends', async () => {
    const begun = await create({ recipient: 'slow@example.com', takesMs: 1_500 });
    await said('sending to slow@example.com');
    worker.kill('SIGTERM');
    const exited = once(worker, 'exit');
    expect(await exited).toEqual([0, null]);
    expect(await ended(begun, 'COMPLETED')).toBeDefined();
    const late = await create({ recipient: 'late@example.com' });
    const wish = { type: 'email-sender', worker: 'other', request_timeout: 0 };
    expect((await carillon.client.activateWorkerJobs({ body: wish })).jobs.map(({ key }) => key)).toEqual([late]);
  });
});
