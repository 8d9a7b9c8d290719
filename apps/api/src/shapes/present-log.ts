import type { LedgerRun } from '@carillon/core/db/queries/ledger-reads';
import { formatRunId } from '@carillon/core/domain/ids';
import type { CallError } from '@carillon/core/domain/run/outcome';
import type { PastAttempt } from '@carillon/core/domain/run/past-attempt';
import { isFinal } from '@carillon/core/domain/run/states';
import { describeReason } from '@carillon/core/messages/describe-reason';
import type { Language } from '@carillon/core/messages/messages';
import type { z } from 'zod';
import type { log } from '../schemas/log.js';

/** Shapes a run for an answer, its reason in the reader's language. */
export function presentLog(run: LedgerRun, language: Language): z.input<typeof log> {
  const { startedAt, finishedAt, scheduledFor, reason } = run;
  return {
    id: formatRunId(run.id),
    jobId: run.cronJobId,
    url: run.url,
    status: run.status,
    successful: isFinal(run.state) ? run.state === 'succeeded' : null,
    type: run.type,
    durationMs: run.durationMs,
    responseBody: run.responseBody,
    responseHeaders: run.responseHeaders,
    startedAt: startedAt?.toISOString() ?? null,
    finishedAt: finishedAt?.toISOString() ?? null,
    scheduledFor: scheduledFor.toISOString(),
    latenessMs: startedAt && startedAt.getTime() - scheduledFor.getTime(),
    state: run.state,
    attempt: run.attempt,
    attempts: attemptsOf(run),
    nextAttemptAt: run.nextAttemptAt?.toISOString() ?? null,
    skipped: run.state === 'skipped',
    reason: reason && describeReason(reason, language),
    error: errorOf(run),
    timings: timingsOf(run),
    replayOf: run.replayOf && formatRunId(run.replayOf),
    truncated: run.truncated,
  };
}

/** The attempts that did not end the run, and the one that did or may yet. */
function attemptsOf(run: LedgerRun): PastAttempt[] {
  const { attempt, startedAt, durationMs, status } = run;
  const past = run.attempts ?? [];
  if (startedAt === null) return past;
  return [...past, { attempt, startedAt: startedAt.toISOString(), durationMs, status, error: errorOf(run) }];
}

function errorOf({ errorCode: code, errorMessage }: LedgerRun): CallError | null {
  return code === null ? null : { code, message: errorMessage ?? '' };
}

function timingsOf({ durationMs, ttfbMs, connection }: LedgerRun): z.input<typeof log>['timings'] {
  if (durationMs === null) return null;
  return { dnsMs: null, connectMs: null, tlsMs: null, ...connection, ttfbMs, totalMs: durationMs };
}
