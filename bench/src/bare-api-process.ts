import type { AddressInfo } from 'node:net';
import express from 'express';
import pg from 'pg';
import { z } from 'zod';

/**
 * The yardstick of P6 and P7, as its own process: the least that could be called an API. Express, zod, one statement a
 * request on a pool of the same size as ours; no keys, no quota, no history, no fairness, no leases to fence.
 */
const pool = new pg.Pool({ connectionString: process.argv[2], max: 10 });
await pool.query(`
  CREATE TABLE bare_jobs (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), name text NOT NULL, url text NOT NULL,
    method text NOT NULL, schedule text NOT NULL, timezone text NOT NULL, headers jsonb, body text,
    created_at timestamptz NOT NULL DEFAULT now());
  CREATE TABLE bare_work (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, type text NOT NULL,
    state text NOT NULL DEFAULT 'CREATED', variables jsonb NOT NULL, retries int NOT NULL DEFAULT 3, worker text,
    deadline timestamptz, created_at timestamptz NOT NULL DEFAULT now(), finished_at timestamptz);
  CREATE INDEX ON bare_work (type, id) WHERE state = 'CREATED'`);

const cronJob = z.object({
  name: z.string().min(1).max(255),
  url: z.url(),
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']),
  schedule: z.string().max(256),
  timezone: z.string(),
  headers: z.record(z.string(), z.string()).optional(),
  body: z.string().optional(),
});
const workerJob = z.object({ type: z.string().min(1).max(100), variables: z.record(z.string(), z.unknown()) });
const activation = z.object({ type: z.string(), worker: z.string(), max_jobs: z.int(), timeout: z.int() });
const completion = z.object({ variables: z.record(z.string(), z.unknown()) });

const app = express().disable('x-powered-by').disable('etag').use(express.json());

app.post('/api/jobs', async (req, res) => {
  const { name, url, method, schedule, timezone, headers = null, body = null } = cronJob.parse(req.body);
  const text = `INSERT INTO bare_jobs (name, url, method, schedule, timezone, headers, body)
    VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING *`;
  const { rows } = await pool.query(text, [name, url, method, schedule, timezone, headers, body]);
  res.status(201).json({ data: rows[0] as unknown });
});

app.post('/api/v1/jobs', async (req, res) => {
  const { type, variables } = workerJob.parse(req.body);
  const { rows } = await pool.query('INSERT INTO bare_work (type, variables) VALUES ($1, $2) RETURNING *', [
    type,
    variables,
  ]);
  res.status(201).json({ data: rows[0] as unknown });
});

app.post('/api/v1/jobs/activate', async (req, res) => {
  const { type, worker, max_jobs: limit, timeout } = activation.parse(req.body);
  const text = `UPDATE bare_work SET state = 'ACTIVE', worker = $2, deadline = now() + $4 * interval '1 millisecond'
    WHERE id IN (SELECT id FROM bare_work WHERE type = $1 AND state = 'CREATED' ORDER BY id LIMIT $3 FOR UPDATE SKIP LOCKED)
    RETURNING id::text AS key, *`;
  const { rows } = await pool.query(text, [type, worker, limit, timeout]);
  res.json({ data: { jobs: rows as unknown[] } });
});

app.put('/api/v1/jobs/:key/complete', async (req, res) => {
  const { variables } = completion.parse(req.body);
  const text = `UPDATE bare_work SET state = 'COMPLETED', finished_at = now(), variables = variables || $2::jsonb
    WHERE id = $1 AND state = 'ACTIVE' RETURNING id`;
  const { rowCount } = await pool.query(text, [req.params.key, JSON.stringify(variables)]);
  res.status(rowCount === 1 ? 200 : 409).json({ data: { status: 'COMPLETED' } });
});

const server = app.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
server.keepAliveTimeout = 120_000;
process.on('disconnect', () => process.exit(0));
