import { describe, expect, test } from '@jest/globals';
import { testKeyring } from '@carillon/testkit/encryption-key';
import { newId, newRunId } from '../../src/db/ids.js';
import type { StartedRun } from '../../src/db/queries/start-runs.js';
import type { CallResult } from '../../src/domain/run/outcome.js';
import type { TargetCall } from '../../src/egress/call-target.js';
import { performRun } from '../../src/engine/perform-run.js';
import { sealHeaders } from '../../src/secrets/headers.js';

const OK: CallResult = {
  status: 200,
  durationMs: 1,
  ttfbMs: 1,
  connection: null,
  headers: {},
  body: null,
  truncated: false,
  error: null,
};

const cronJobId = newId();

function startedWith(headers: Record<string, string>): StartedRun {
  const scheduledFor = new Date();
  return {
    runId: newRunId(scheduledFor),
    userId: 'user_a',
    batchId: newId(),
    leaseToken: newId(),
    scheduledFor: scheduledFor.getTime(),
    startedAt: scheduledFor.getTime(),
    attempt: 1,
    queue: 'runs',
    cronJobId,
    jobName: 'Report',
    url: 'https://example.com/',
    urlChanged: false,
    method: 'POST',
    replayOf: null,
    headers: sealHeaders(testKeyring, { owner: 'user_a', record: cronJobId }, headers),
    body: null,
    timeoutMs: 1_000,
    policy: {
      retry: { maxAttempts: 5, backoff: 'fixed', delayMs: 1, maxDelayMs: 1, jitter: 0, onStatus: [[500, 599]] },
    },
    hasWebhook: false,
    pastAttempts: null,
    lastStatus: null,
    consecutiveFailures: 0,
  };
}

describe('a run with secrets in its headers', () => {
  const calls: TargetCall[] = [];
  /** A target that shows what it got. */
  const call = (target: TargetCall): Promise<CallResult> => {
    calls.push(target);
    const text = JSON.stringify(target.headers);
    return Promise.resolve({ ...OK, headers: { 'x-echo': text }, body: text });
  };

  test('sends them as they are, and gives back an outcome without them', async () => {
    const run = startedWith({ Authorization: 'Bearer s3cr3t-s3cr3t', 'Content-Type': 'application/json' });
    const { state, result } = await performRun(run, { call, keyring: testKeyring }, performance.now());
    expect(calls.at(-1)?.headers).toEqual(
      expect.arrayContaining(['Authorization', 'Bearer s3cr3t-s3cr3t', 'Content-Type', 'application/json']),
    );
    expect(state).toBe('succeeded');
    expect(result.body).toContain('"Authorization","[redacted]","Content-Type","application/json"');
    expect(JSON.stringify(result)).not.toContain('s3cr3t');
  });

  test('fails without a call and for good when one cannot be opened', async () => {
    const run = { ...startedWith({ Authorization: 'Bearer s3cr3t-s3cr3t' }), userId: 'user_b' };
    const before = calls.length;
    const finished = await performRun(run, { call, keyring: testKeyring }, performance.now());
    expect(finished).toMatchObject({ state: 'failed', retryInMs: null, result: { status: 0 } });
    expect(finished.result.error?.code).toBe('secret_unreadable');
    expect(calls).toHaveLength(before);
  });
});
