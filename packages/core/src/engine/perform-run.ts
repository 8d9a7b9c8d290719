import type { StartedRun } from '../db/queries/start-runs.js';
import { countedAttempts, decideRetry } from '../domain/policy/decide-retry.js';
import { policyOf, type RunPolicy } from '../domain/policy/run-policy.js';
import { judgeCall, type CallResult } from '../domain/run/outcome.js';
import { requestHeaders } from '../domain/run/request-headers.js';
import { redactResult } from '../domain/secret/redact-result.js';
import { secretUnreadable } from '../domain/secret/unreadable.js';
import type { TargetCall } from '../egress/call-target.js';
import type { Keyring } from '../secrets/keyring.js';
import { VERSION } from '../version.js';
import type { FinishedRun } from './finish-runs.js';
import { openCall } from './open-call.js';

export interface PerformDeps {
  call: (target: TargetCall, run: StartedRun) => Promise<CallResult>;
  /** Opens the headers. */
  keyring: Keyring;
}

/**
 * Performs the call of a run that this worker holds; what comes back has none of the secrets that it sent.
 * @param claimedAt reading of the monotonic clock when the claim was sent: the wait since then is added to the start
 * that Postgres noted, so `startedAt` is when the call began and no host's wall clock is involved.
 */
export async function performRun(run: StartedRun, deps: PerformDeps, claimedAt: number): Promise<FinishedRun> {
  const startedAt = new Date(run.startedAt + Math.round(performance.now() - claimedAt));
  const scheduledFor = new Date(run.scheduledFor);
  const policy = policyOf(run.policy);
  const result = await callWithSecrets(run, deps, policy);
  const state = judgeCall(result, policy.successStatus);
  return {
    runId: run.runId,
    batchId: run.batchId,
    leaseToken: run.leaseToken,
    cronJobId: run.cronJobId,
    scheduledFor,
    startedAt,
    attempt: run.attempt,
    url: run.urlChanged ? run.url : null,
    state,
    result,
    retryInMs: state === 'failed' ? retryInMs(run, policy, result, startedAt) : null,
    manual: run.queue === 'manual-runs',
    hasWebhook: run.hasWebhook,
    lastStatus: run.lastStatus,
    consecutiveFailures: run.consecutiveFailures,
  };
}

/** When the attempt ended is told by the Postgres clock that noted its start. */
function retryInMs(run: StartedRun, policy: RunPolicy, result: CallResult, startedAt: Date): number | null {
  const endedAt = new Date(startedAt.getTime() + result.durationMs);
  const attempts = countedAttempts(run.pastAttempts);
  const decision = decideRetry({ policy, attempts, result, random: Math.random() }, endedAt);
  return decision.kind === 'retry' ? decision.delayMs : null;
}

async function callWithSecrets(
  run: StartedRun,
  { call, keyring }: PerformDeps,
  { followRedirects }: RunPolicy,
): Promise<CallResult> {
  const opened = openCall(keyring, run);
  if (opened === null) return secretUnreadable();
  const { runId, cronJobId, attempt, replayOf, url, method, body, timeoutMs } = run;
  const scheduledFor = new Date(run.scheduledFor);
  const facts = { runId, cronJobId, attempt, replayOf, scheduledFor, body, headers: opened.headers };
  const headers = requestHeaders(facts, VERSION);
  const result = await call({ url, method, headers, body, timeoutMs, followRedirects }, run);
  return redactResult(result, opened.redact);
}
