import type { Db } from '../db/client.js';
import type { Actor } from '../domain/audit/actor.js';
import { DEFAULT_POLICY, type StatusRange } from '../domain/policy/run-policy.js';
import { judgeCall, type CallError, type CallResult } from '../domain/run/outcome.js';
import { requestHeaders } from '../domain/run/request-headers.js';
import { redactResult } from '../domain/secret/redact-result.js';
import { createRedactor } from '../domain/secret/redactor.js';
import { secretsOfHeaders } from '../domain/secret/secrets-of-headers.js';
import { secretUnreadable } from '../domain/secret/unreadable.js';
import { callTarget } from '../egress/call-target.js';
import type { Egress } from '../egress/egress.js';
import type { Keyring } from '../secrets/keyring.js';
import { VERSION } from '../version.js';
import { bookTargetTest, type TargetTestBooking } from './book-target-test.js';
import { findCronJob } from './find-cron-job.js';
import type { HeadersRefusal } from './settle-headers.js';
import { unmaskHeaders } from './unmask-headers.js';

/** A call that is tried out before a cron job makes it. */
export interface TargetTest {
  userId: string;
  /** The cron job that is being changed: its header values stand for masks. Null for a new one. */
  cronJobId: string | null;
  url: string;
  method: string;
  headers: Record<string, string> | null;
  body: string | null;
  timeoutMs: number;
  followRedirects: number;
  successStatus: readonly StatusRange[] | null;
  actor: Actor;
  /** Aborted when nobody waits for the result any more. */
  gone: AbortSignal;
}

export type TargetTestOutcome =
  | { kind: 'tested'; successful: boolean; result: CallResult }
  | { kind: 'not_found' }
  /** Too many are under way: this user's, or this process's. */
  | { kind: 'user_busy' }
  | { kind: 'process_busy' }
  | HeadersRefusal
  | Exclude<TargetTestBooking, { kind: 'booked' }>;

/** Performs tests; nothing of them is stored but their booking and an audit event. */
export interface TargetTester {
  test(test: TargetTest): Promise<TargetTestOutcome>;
}

export interface TargetTesterDeps {
  db: Db;
  egress: Pick<Egress, 'dispatcher' | 'locate' | 'newConnection'>;
  keyring: Keyring;
  quotaTimezone: string;
  /** Aborted when the process is about to stop. */
  stopping: AbortSignal;
}

/** Somebody sits and waits; and a process has only so many of these calls in hand. */
export const LONGEST_TEST_MS = 30_000;
export const MAX_TESTS = 5;

/** What `Carillon-Job-Id` says where there is no cron job yet. */
const NO_JOB = '00000000-0000-0000-0000-000000000000';

const STOPPED: CallError = { code: 'test_stopped', message: 'The test was ended before its call was.' };

/** Makes the tests of a process: one at a time for a user, and five in all. */
export function createTargetTester(deps: TargetTesterDeps): TargetTester {
  const users = new Set<string>();
  return {
    async test(test) {
      if (users.has(test.userId)) return { kind: 'user_busy' };
      if (users.size >= MAX_TESTS) return { kind: 'process_busy' };
      users.add(test.userId);
      try {
        return await perform(deps, test);
      } finally {
        users.delete(test.userId);
      }
    },
  };
}

async function perform(deps: TargetTesterDeps, test: TargetTest): Promise<TargetTestOutcome> {
  const { userId, cronJobId } = test;
  const job = cronJobId === null ? null : await findCronJob(deps.db, userId, cronJobId);
  if (cronJobId !== null && job === null) return { kind: 'not_found' };
  const whose = { owner: userId, record: cronJobId ?? NO_JOB };
  const stored = job?.headers ?? null;
  const opened = unmaskHeaders(deps.keyring, { whose, stored, sent: test.headers ?? {} });
  if (opened.kind !== 'opened' && opened.kind !== 'unreadable') return opened;
  const booking = await bookTargetTest(deps.db, deps.quotaTimezone, test);
  if (booking.kind !== 'booked') return booking;
  const result = opened.kind === 'unreadable' ? secretUnreadable() : await call(deps, test, opened.headers, booking);
  const successful = judgeCall(result, test.successStatus ?? DEFAULT_POLICY.successStatus) === 'succeeded';
  return { kind: 'tested', successful, result };
}

async function call(
  { egress, stopping }: TargetTesterDeps,
  test: TargetTest,
  secret: Record<string, string>,
  { runId, at }: { runId: string; at: Date },
): Promise<CallResult> {
  const { url, method, body, followRedirects } = test;
  const facts = { runId, cronJobId: test.cronJobId ?? NO_JOB, attempt: 1, scheduledFor: at, headers: secret, body };
  const headers = requestHeaders({ ...facts, isTest: true }, VERSION);
  const timeoutMs = Math.min(test.timeoutMs, LONGEST_TEST_MS);
  const ongoing = callTarget(egress, { url, method, headers, body, timeoutMs, followRedirects });
  const stop = () => ongoing.abort(STOPPED);
  const signal = AbortSignal.any([test.gone, stopping]);
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();
  try {
    return redactResult(await ongoing.done, createRedactor(secretsOfHeaders(secret)));
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
