import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { createGate } from '@carillon/testkit/gate';
import { waitFor } from '@carillon/testkit/wait-for';
import { openStage, preload, type Stage } from './stage.js';

let stage: Stage;
let folder: string;
beforeAll(async () => {
  stage = await openStage();
  folder = await mkdtemp(join(tmpdir(), 'carillon-failures-'));
});
afterEach(() => stage.clear());
afterAll(async () => {
  await stage.close();
  await rm(folder, { recursive: true });
});

const attemptOf = (headers: Record<string, unknown>) => Number(headers['carillon-attempt']);

test('results of a frozen worker and of one whose event loop was blocked come too late, and the second attempts count', async () => {
  const gate = createGate();
  stage.answer(({ headers }) => (attemptOf(headers) === 1 ? { gate, body: 'late' } : { body: 'in time' }));
  const isOver = join(folder, 'over');
  await stage.start('scheduler');
  const frozen = await stage.start('worker');
  await stage.seed(1);
  await stage.sink.received(1);
  frozen.kill('SIGSTOP');
  const blocked = await stage.start('worker', preload('spin', { SPIN_UNTIL: isOver }));
  await stage.seed(1);
  await stage.sink.received(2);
  blocked.kill('SIGUSR2');
  const healthy = await stage.start('worker');
  // Again and again: the second may have renewed its lease just before it heard the signal.
  await waitFor(
    'both to be called by the third',
    async () => {
      if (stage.sink.requests.length < 4) await stage.expireLeases();
      return stage.sink.requests.length >= 4;
    },
    { timeoutMs: 20_000, everyMs: 250 },
  );
  await stage.allFinal(2, 10_000);
  gate.open();
  frozen.kill('SIGCONT');
  await writeFile(isOver, '');
  for (const worker of [frozen, blocked])
    await waitFor('a stale outcome', async () => (await stage.metric(worker, 'carillon_stale_outcomes_total')) === 1);
  expect(await stage.metric(healthy, 'carillon_stale_outcomes_total')).toBe(0);
  const rows = await stage.allFinal(2, 1_000);
  expect(rows.map(({ state, attempt, responseBody }) => [state, attempt, responseBody])).toEqual(
    Array(2).fill(['succeeded', 2, 'in time']),
  );
  expect([...stage.sink.countBy('idempotency-key').values()]).toEqual([2, 2]);
});

test('a run that kills its worker is given up after the third, and its neighbours are all done', async () => {
  const neighbours = 20;
  // Long enough to be under way whenever the poison strikes.
  stage.answer(() => ({ delayMs: 150 }));
  await stage.seed(neighbours);
  await stage.seed(1, { url: `${stage.sink.url}/poison` });
  await stage.start('scheduler');
  let deaths = 0;
  let isOver = false;
  const keepAWorker = async () => {
    while (!isOver) {
      const worker = await stage.start('worker', preload('poison'));
      // It may be over by the time that this one has started.
      if (isOver) worker.kill('SIGTERM');
      if ((await worker.exited).signal === 'SIGKILL') deaths++;
      await stage.expireLeases();
    }
  };
  const kept = keepAWorker();
  const rows = await stage.allFinal(neighbours + 1, 45_000);
  isOver = true;
  stage.apps.at(-1)?.kill('SIGTERM');
  await kept;
  const [poison, ...more] = rows.filter((row) => row.url.endsWith('/poison'));
  expect(more).toEqual([]);
  expect(poison).toMatchObject({ state: 'failed', errorCode: 'worker_lost', attempt: 3 });
  expect(rows.filter((row) => row.state === 'succeeded')).toHaveLength(neighbours);
  expect(deaths).toBe(3);
});
