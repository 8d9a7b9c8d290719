/** Examples of API keys and of what was done with them; the tests hold them against the schemas. */

export const keyDraft = {
  name: 'CI',
  scopes: ['read:jobs', 'write:jobs'],
  expiresAt: '2030-01-01T00:00:00.000Z',
};

export const key = {
  id: 'key_019a52a5f6c070008000000000000000',
  name: 'CI',
  keyHash: '3f9a0c51d2e8',
  scopes: ['read:jobs', 'write:jobs'],
  tenantIds: null,
  enabled: true,
  expiresAt: '2030-01-01T00:00:00.000Z',
  lastUsed: '2025-11-04T09:00:00.000Z',
  createdAt: '2025-11-01T00:00:00.000Z',
  userId: 'user_019a52a5f6c070008000000000000000',
};

/** Not a token that could be: the random part says so. */
export const createdKey = {
  apiKey: { ...key, lastUsed: null },
  token: 'car_ShownOnceAndNeverAgain-KeepItInASafePlace-00000',
};

export const keyChanges = { name: 'CI of the old project', enabled: false };

export const updatedKey = { ...key, ...keyChanges };

export const auditEvent = {
  id: '019a52a5-f6c0-7002-8000-000000000000',
  at: '2025-11-04T10:00:00.000Z',
  userId: key.userId,
  actor: 'api_key',
  keyId: key.id,
  action: 'cron_job.updated',
  resourceId: '019a52a5-f6c0-7000-8000-000000000000',
  address: '203.0.113.7',
  details: {
    name: 'Daily Report',
    fields: ['schedule', 'headers'],
    changes: { schedule: { from: '0 8 * * *', to: '0 9 * * *' } },
  },
};
