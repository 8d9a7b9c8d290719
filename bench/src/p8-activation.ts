import type { Rival } from './api-rivals.js';
import { openClient } from './json-client.js';
import { percentile } from './statistics.js';

export interface ActivationLateness {
  p50Ms: number;
  p99Ms: number;
  maxMs: number;
}

const POLLERS = 20;

/**
 * P8: worker jobs are created at a steady rate while workers wait in long polls. Measured from the moment the request
 * that creates a job is sent to the moment the poll's answer with it has arrived: both ways of HTTP are in it.
 */
export async function activationLateness(ours: Rival, rate: number, seconds: number): Promise<ActivationLateness> {
  const client = openClient(ours, POLLERS + 50);
  const sentAt = new Map<number, number>();
  const late: number[] = [];
  const count = rate * seconds;
  // Nobody completes them: a lease that ran out before the end would offer a job a second time.
  const leaseMs = (seconds + 60) * 1_000;
  const poll = async () => {
    while (late.length < count) {
      const { data } = await client.call<{ data: { jobs: { variables: { i: number } }[] } }>(
        'POST',
        '/api/v1/jobs/activate',
        { type: 'bench', worker: 'bench', max_jobs: 10, timeout: leaseMs, request_timeout: 1_000 },
      );
      const now = performance.now();
      for (const { variables } of data.jobs) late.push(now - (sentAt.get(variables.i) ?? now));
    }
  };
  const polls = Array.from({ length: POLLERS }, poll);
  const creations: Promise<unknown>[] = [];
  const startedAt = performance.now();
  for (let i = 0; i < count; i++) {
    const waitMs = startedAt + (i * 1_000) / rate - performance.now();
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
    sentAt.set(i, performance.now());
    creations.push(client.call('POST', '/api/v1/jobs', { type: 'bench', variables: { i } }));
  }
  await Promise.all([...creations, ...polls]);
  await client.close();
  return { p50Ms: percentile(late, 50), p99Ms: percentile(late, 99), maxMs: Math.max(...late) };
}
