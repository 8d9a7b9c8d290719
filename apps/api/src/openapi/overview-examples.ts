/** Examples of what a page for people is made of; the tests hold them against the schemas. */

const jobId = '019a52a5-f6c0-7000-8000-000000000000';

export const account = {
  userId: 'user_019a52a5f6c070008000000000000000',
  email: 'aoi@example.com',
  name: 'Aoi',
  plan: 'HOBBY',
  keyId: 'key_019a52a5f6c070008000000000000000',
  keyName: 'Console',
  scopes: ['read:jobs', 'read:logs'],
  expiresAt: null,
  serverTime: '2025-11-04T10:00:30.000Z',
  queueDashboard: false,
};

const ended = { succeeded: 12, failed: 1, skipped: 0, missed: 0, cancelled: 0 };

export const runStats = {
  span: 'hour',
  since: '2025-11-04T09:01:00.000Z',
  until: '2025-11-04T10:00:30.000Z',
  bucketSeconds: 60,
  totals: { ...ended, queued: 2 },
  successRate: 0.923,
  lateness: { p50Ms: 18, p99Ms: 140 },
  duration: { p50Ms: 87, p99Ms: 1_204 },
  buckets: [{ at: '2025-11-04T09:01:00.000Z', ...ended }],
};

export const upcoming = {
  since: '2025-11-04T10:00:30.000Z',
  until: '2025-11-04T10:02:00.000Z',
  truncated: false,
  minutes: [
    { at: '2025-11-04T10:00:00.000Z', firings: 0 },
    { at: '2025-11-04T10:01:00.000Z', firings: 48 },
  ],
  hosts: [
    { host: 'api.example.com', firings: 40 },
    { host: 'worker:email-sender', firings: 8 },
  ],
  spikes: [{ at: '2025-11-04T10:01:00.000Z', host: 'api.example.com', firings: 40 }],
};

export const jobOutcomes = {
  jobId,
  runs: [
    {
      id: 'log_019a4e3b9e0070008000000000000000',
      state: 'succeeded',
      scheduledFor: '2025-11-04T10:00:00.000Z',
      status: 200,
      durationMs: 234,
    },
  ],
};

export const jobTest = {
  url: 'https://api.example.com/report',
  method: 'POST',
  headers: { 'Content-Type': 'application/json', Authorization: 'Bearer xxx' },
  body: '{"type":"daily"}',
  timeoutMs: 5_000,
};

export const jobTestResult = {
  successful: true,
  status: 200,
  durationMs: 234,
  ttfbMs: 229,
  connection: { dnsMs: 3, connectMs: 18, tlsMs: 41 },
  headers: { 'content-type': 'application/json' },
  body: '{"status":"ok"}',
  truncated: false,
  error: null,
};

export const events = `event: hello
data: {}

event: change
data: {"topics":["runs"]}

`;
