import { presentPolicy } from '../shapes/present-policy.js';

/** The contract's own examples; the tests hold them against the schemas. */

const additions = {
  count: 0,
  lastStatus: null,
  consecutiveFailures: 0,
  timeoutMs: 10_000,
  target: { kind: 'http' },
  dstGap: 'shift',
  dstFold: 'first',
  ...presentPolicy(null, { makesCalls: true }),
  hasWebhook: false,
  tags: [],
};

export const draft = {
  name: 'Daily Report',
  url: 'https://api.example.com/report',
  method: 'POST',
  schedule: '0 9 * * *',
  timezone: 'Asia/Tokyo',
  headers: { 'Content-Type': 'application/json', Authorization: 'Bearer xxx' },
  body: '{"type":"daily"}',
};

export const job = {
  id: '019a52a5-f6c0-7000-8000-000000000000',
  name: 'Daily Report',
  url: 'https://api.example.com/report',
  method: 'POST',
  schedule: '0 9 * * *',
  timezone: 'Asia/Tokyo',
  enabled: true,
  headers: { 'Content-Type': 'application/json' },
  body: '{"type":"daily"}',
  nextRunAt: '2025-11-05T00:00:00.000Z',
  lastRunAt: '2025-11-04T00:00:00.000Z',
  createdAt: '2025-11-01T00:00:00.000Z',
  updatedAt: '2025-11-04T00:00:00.000Z',
  userId: 'user_019a52a5f6c070008000000000000000',
  ...additions,
  count: 4,
  lastStatus: 'succeeded',
};

export const createdJob = {
  ...job,
  headers: null,
  body: null,
  lastRunAt: null,
  createdAt: '2025-11-04T10:00:00.000Z',
  updatedAt: '2025-11-04T10:00:00.000Z',
  ...additions,
};

export const batch = [
  {
    name: 'Daily Report',
    url: 'https://api.example.com/report',
    method: 'POST',
    schedule: '0 9 * * *',
    timezone: 'Asia/Tokyo',
  },
  {
    name: 'Hourly Check',
    url: 'https://api.example.com/check',
    method: 'GET',
    schedule: '0 * * * *',
    timezone: 'Asia/Tokyo',
  },
];

const hourlyCheck = {
  ...createdJob,
  ...batch[1],
  id: '019a52a5-f6c0-7001-8000-000000000000',
  nextRunAt: '2025-11-04T11:00:00.000Z',
};

export const createdBatch = { count: 2, jobs: [createdJob, hourlyCheck] };

export const changes = { name: 'Updated Job Name', enabled: false };

export const updatedJob = { ...job, ...changes, nextRunAt: null };

export const log = {
  id: 'log_019a4e3b9e0070008000000000000000',
  jobId: job.id,
  url: 'https://api.example.com/report',
  status: 200,
  successful: true,
  type: 'MANUAL',
  durationMs: 234,
  responseBody: '{"status":"ok"}',
  responseHeaders: { 'content-type': 'application/json' },
  startedAt: '2025-11-04T10:00:00.000Z',
  finishedAt: '2025-11-04T10:00:00.234Z',
  scheduledFor: '2025-11-04T10:00:00.000Z',
  latenessMs: 0,
  state: 'succeeded',
  attempt: 1,
  attempts: [{ attempt: 1, startedAt: '2025-11-04T10:00:00.000Z', durationMs: 234, status: 200, error: null }],
  nextAttemptAt: null,
  skipped: false,
  reason: null,
  error: null,
  timings: { dnsMs: 3, connectMs: 18, tlsMs: 41, ttfbMs: 229, totalMs: 234 },
  replayOf: null,
  truncated: false,
};

export const execution = { job, result: log };
