/** Examples of webhooks and their deliveries; the tests hold them against the schemas. */

const jobId = '019a52a5-f6c0-7000-8000-000000000000';

export const webhookDraft = {
  jobId,
  endpoint: 'https://hooks.example.com/carillon',
  headers: { Authorization: 'Bearer xxx' },
  events: ['failure', 'recovered'],
  onlyAfterFailures: 3,
};

export const webhook = {
  id: 'webhook_019a52a5f6c070018000000000000000',
  jobId,
  endpoint: 'https://hooks.example.com/carillon',
  headers: { Authorization: '********' },
  events: ['failure', 'recovered'],
  onlyAfterFailures: 3,
  enabled: true,
  disabledReason: null,
  previousSecretUntil: null,
  createdAt: '2025-11-01T00:00:00.000Z',
  updatedAt: '2025-11-01T00:00:00.000Z',
};

/** Not a secret that could be: the bytes say so. */
export const createdWebhook = {
  ...webhook,
  headers: webhookDraft.headers,
  secret: 'whsec_U2hvd25PbmNlQW5kTmV2ZXJBZ2Fpbi1LZWVwSXQtMDA=',
};

export const webhookChanges = { onlyAfterFailures: 5, enabled: false };

export const updatedWebhook = {
  ...webhook,
  ...webhookChanges,
  headers: webhookDraft.headers,
  updatedAt: '2025-11-04T00:00:00.000Z',
};

export const secretRotation = { graceSeconds: 3_600 };

export const rotatedWebhook = {
  ...createdWebhook,
  previousSecretUntil: '2025-11-04T01:00:00.000Z',
  updatedAt: '2025-11-04T00:00:00.000Z',
};

const attempt = {
  attempt: 1,
  startedAt: '2025-11-04T10:00:00.300Z',
  durationMs: 87,
  status: 503,
  error: null,
};

export const delivery = {
  id: 'msg_019a52a5f6c070028000000000000000',
  jobId,
  logId: 'log_019a4e3b9e0070008000000000000000',
  event: 'failure',
  state: 'pending',
  status: 503,
  attempts: [attempt],
  nextAttemptAt: '2025-11-04T10:00:05.200Z',
  createdAt: '2025-11-04T10:00:00.250Z',
  finishedAt: null,
};

export const deliveryDetail = {
  ...delivery,
  payload: '{"id":"msg_019a52a5f6c070028000000000000000","event":"failure"}',
};

export const enteredTest = {
  ...delivery,
  event: 'test',
  status: 0,
  attempts: [],
  nextAttemptAt: '2025-11-04T10:00:00.250Z',
};

export const replayedDelivery = {
  ...delivery,
  attempts: [{ ...attempt, attempt: 11 }],
  nextAttemptAt: '2025-11-05T12:00:00.000Z',
};
