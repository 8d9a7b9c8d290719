import { expect } from '@jest/globals';
import type { Database } from '@carillon/core/db/client';
import { cronJobs, runs } from '@carillon/core/db/schema/index';
import { formatRunId } from '@carillon/core/domain/ids';
import type { Sink } from '@carillon/testkit/sink';
import { waitFor } from '@carillon/testkit/wait-for';
import type { Answered } from './load.js';

/** Lets nothing fall due any more, and waits until all runs have ended. */
export async function quiesce({ pool }: Database): Promise<void> {
  await pool.query(`UPDATE cron_jobs SET next_run_at = next_run_at + interval '1 day' WHERE schedule = '* * * * * *'`);
  await waitFor(
    'all runs to have ended',
    async () => (await pool.query(`SELECT FROM runs WHERE state = 'queued'`)).rowCount === 0,
    { timeoutMs: 30_000 },
  );
}

/** Every second of every job is in the ledger once and was called once, and every job that was acknowledged is there. */
export async function expectNothingLost({ db }: Database, sink: Sink, answers: readonly Answered[]): Promise<void> {
  const rows = await db.select().from(runs);
  const scheduled = rows.filter((row) => row.type === 'AUTO');
  for (const job of new Set(scheduled.map((row) => row.cronJobId))) {
    const ofJob = scheduled.filter((row) => row.cronJobId === job);
    const instants = ofJob.map((row) => row.scheduledFor.getTime()).sort((a, b) => a - b);
    const gaps = instants.slice(1).map((at, i) => at - (instants[i] ?? 0));
    expect(gaps.filter((gap) => gap > 1_000)).toEqual([]);
  }
  const calls = sink.countBy('idempotency-key');
  expect([...calls.keys()].sort()).toEqual(rows.map((row) => formatRunId(row.id)).sort());
  expect([...calls.values()].filter((count) => count > 1)).toEqual([]);
  const names = new Set((await db.select({ name: cronJobs.name }).from(cronJobs)).map((job) => job.name));
  const acknowledged = answers.filter(({ status, created }) => status === 201 && created !== null);
  expect(acknowledged.length).toBeGreaterThan(0);
  expect(acknowledged.filter(({ created }) => !names.has(created ?? ''))).toEqual([]);
}
