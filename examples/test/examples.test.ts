import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

const example = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));

describe('the receiver', () => {
  let receiver: ChildProcess;
  let url: string;

  beforeAll(async () => {
    const env = { ...process.env, PORT: '0' };
    const child = spawn(process.execPath, [example('receiver/receiver.mjs')], {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    receiver = child;
    const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
    url = line.replace('Listening on ', '');
  });
  afterAll(async () => {
    receiver.kill();
    if (receiver.exitCode === null && receiver.signalCode === null) await once(receiver, 'exit');
  });

  async function post(key: string, body: string) {
    const response = await fetch(url, { method: 'POST', headers: { 'idempotency-key': key }, body });
    return {
      status: response.status,
      text: await response.text(),
      replayed: response.headers.get('idempotent-replayed'),
    };
  }

  test('processes a repeated key once and answers the first answer again', async () => {
    const first = await post('one', 'hello');
    expect(first).toEqual({ status: 200, text: '{"number":1,"received":"hello"}', replayed: null });
    expect(await post('one', 'hello')).toEqual({ ...first, replayed: 'true' });
    expect((await post('two', 'hello')).text).toBe('{"number":2,"received":"hello"}');
  });

  test('processes a key once when its calls come at the same time', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => post('three', '')));
    expect(new Set(answers.map(({ text }) => text))).toEqual(new Set(['{"number":3,"received":""}']));
    expect(answers.filter(({ replayed }) => replayed === null)).toHaveLength(1);
  });
});

describe('the first job says what is missing', () => {
  let dataDir: string;
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'carillon-example-'));
  });
  afterAll(() => rm(dataDir, { recursive: true }));

  const firstJob = () =>
    promisify(execFile)(process.execPath, [example('first-job/first-job.mjs')], {
      env: { ...process.env, CARILLON_DATA_DIR: dataDir },
    });

  test('a data directory', async () => {
    await expect(firstJob()).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^There is no .*dev\.json/),
    });
  });

  test('a running api', async () => {
    await writeFile(join(dataDir, 'dev.json'), JSON.stringify({ apiUrl: 'http://127.0.0.1:1', apiKey: 'car_x' }));
    await expect(firstJob()).rejects.toMatchObject({ code: 1, stderr: expect.stringMatching(/^Nothing answers at /) });
  });
});
