import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { waitFor } from '@carillon/testkit/wait-for';
import { supervise } from '../src/supervise.js';

describe('supervise', () => {
  let base: string;
  beforeEach(async () => {
    base = await mkdtemp(join(tmpdir(), 'carillon-supervise-'));
  });
  afterEach(() => rm(base, { recursive: true, force: true }));

  async function start(program: string, onReplaced = () => undefined as void) {
    const main = join(base, 'main.mjs');
    await writeFile(main, program);
    const lines: string[] = [];
    const options = {
      name: 'toy',
      main,
      env: {},
      onLine: (line: string) => void lines.push(line),
      onReplaced,
      backOffMs: 1,
    };
    return { app: await supervise(options), lines };
  }

  const READY = "process.send({ type: 'ready' }); process.on('disconnect', () => process.exit());";

  it('starts a crashed app again and says so', async () => {
    let replaced = 0;
    const { app, lines } = await start(READY, () => void (replaced += 1));
    const first = app.pid();
    process.kill(first, 'SIGKILL');
    await waitFor('the next one', () => replaced === 1);
    expect(app.pid()).not.toBe(first);
    expect(lines.join()).toContain('ended unexpectedly (SIGKILL)');
    await app.stop(5_000);
  });

  it('kills an app that does not mind SIGTERM', async () => {
    const { app } = await start(`process.on('SIGTERM', () => undefined); ${READY}`);
    const pid = app.pid();
    await app.stop(50);
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });

  it('rejects when an app never gets ready', async () => {
    await expect(start("console.error('no database here'); process.exit(3)")).rejects.toThrow(
      'The toy did not start (exit code 3): what it said is above.',
    );
  });
});
