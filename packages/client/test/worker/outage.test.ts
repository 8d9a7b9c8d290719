import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createGate } from '@carillon/testkit/gate';
import { waitFor } from '@carillon/testkit/wait-for';
import { CarillonError, WorkerClient } from '../../src/index.js';
import { startProcesses, type Processes } from '../processes.js';

let carillon: Processes;
beforeAll(async () => {
  carillon = await startProcesses();
});
afterAll(() => carillon.close());

describe('a server that is killed and comes back', () => {
  test('is told the result of the handler that ran meanwhile, and gives out jobs again', async () => {
    const { url, apiKey, client } = carillon;
    const [begun, gate] = [createGate(), createGate()];
    const failed = { poll: 0, report: 0 };
    const handled: string[] = [];
    const worker = new WorkerClient({
      baseUrl: url,
      apiKey,
      stopOn: [],
      onError: (error, { activity }) => {
        if (activity in failed && error instanceof CarillonError) failed[activity as keyof typeof failed] += 1;
      },
    });
    worker.worker('slow', async ({ key }) => {
      handled.push(key);
      begun.open();
      await gate.opened;
      return { survived: true };
    });
    worker.start();
    const { job_key: key } = await client.createWorkerJob({ body: { type: 'slow', variables: {} } });
    await begun.opened;
    carillon.api().kill('SIGKILL');
    await carillon.api().exited;
    gate.open();
    await waitFor('refused connections', () => failed.poll >= 2 && failed.report >= 2);
    await carillon.restartApi();
    const job = await waitFor('the result', async () => {
      const found = await client.getWorkerJob({ path: { key } });
      return found.status === 'COMPLETED' && found;
    });
    expect(job.execution_summary).toMatchObject({ retries_used: 0, result_variables: { survived: true } });
    const { job_key: next } = await client.createWorkerJob({ body: { type: 'slow', variables: {} } });
    await waitFor('the next job', () => handled.includes(next), { timeoutMs: 20_000 });
    await worker.stop();
    expect(handled).toEqual([key, next]);
    // A few seconds of refused connections, met by back-off and not by a storm.
    expect(failed.poll).toBeLessThan(15);
  });
});
