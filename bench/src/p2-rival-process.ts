import { createPostgresBackend, createRedisBackend, withBackend } from 'bullmq';
import { createGrouper } from '@carillon/core/engine/grouper';
import pg from 'pg';
import { Agent, request } from 'undici';
import type { RivalConfig } from './p2-message-per-call.js';

/** The worker of P2's yardstick, as its own process. */
const config = JSON.parse(process.argv[2] ?? '{}') as RivalConfig;
const IN_FLIGHT = 256;

interface Call {
  url: string;
  method: 'POST';
  headers: Record<string, string>;
  body: string;
}

interface Outcome {
  id: string;
  status: number;
  startedAt: Date;
  durationMs: number;
  body: string;
  headers: string;
}

const pool = new pg.Pool({ connectionString: config.databaseUrl });
const dispatcher = new Agent();

const INSERT = `INSERT INTO outcomes SELECT id, status, started_at, started_at + duration_ms * interval '1 millisecond', duration_ms, body, headers
  FROM unnest($1::text[], $2::int[], $3::timestamptz[], $4::int[], $5::text[], $6::jsonb[]) AS o(id, status, started_at, duration_ms, body, headers)`;

const outcomes = createGrouper<Outcome, void>({
  maxItems: 100,
  maxWaitMs: 5,
  maxConcurrent: 2,
  carryOut: async (group) => {
    const column = (pick: (outcome: Outcome) => unknown) => group.map(pick);
    const values = [
      column((o) => o.id),
      column((o) => o.status),
      column((o) => o.startedAt),
      column((o) => o.durationMs),
      column((o) => o.body),
      column((o) => o.headers),
    ];
    await pool.query({ name: 'insert-outcomes', text: INSERT, values });
    return [];
  },
});

async function perform(job: { id?: string | undefined; data: Call }): Promise<void> {
  const startedAt = new Date();
  const { url, ...call } = job.data;
  const { statusCode, headers, body } = await request(url, { dispatcher, ...call });
  const text = await body.text();
  await outcomes.add({
    id: job.id ?? '',
    status: statusCode,
    startedAt,
    durationMs: Date.now() - startedAt.getTime(),
    body: text,
    headers: JSON.stringify(headers),
  });
}

function startWorker() {
  if (config.backend === 'redis') {
    const { Worker } = withBackend(createRedisBackend);
    return new Worker<Call>(config.queue, perform, { connection: { url: config.redisUrl }, concurrency: IN_FLIGHT });
  }
  const { Worker } = withBackend(createPostgresBackend);
  return new Worker<Call>(config.queue, perform, {
    connection: { connectionString: config.databaseUrl, max: 20 },
    concurrency: IN_FLIGHT,
  });
}

const worker = startWorker();
worker.on('error', (error) => console.error(error));
await worker.waitUntilReady();
process.send?.('ready');
process.on('disconnect', () => process.exit(0));
