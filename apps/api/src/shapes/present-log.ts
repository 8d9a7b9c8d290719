import type { LedgerRun } from '@carillon/core/db/queries/ledger-reads';
import { formatRunId } from '@carillon/core/domain/ids';
import { isFinal } from '@carillon/core/domain/run/states';
import { describeReason } from '@carillon/core/messages/describe-reason';
import type { Language } from '@carillon/core/messages/messages';
import type { z } from 'zod';
import type { log } from '../schemas/log.js';

/** Shapes a run for an answer, its reason in the reader's language. */
export function presentLog(run: LedgerRun, language: Language): z.input<typeof log> {
  const { startedAt, finishedAt, scheduledFor, reason, errorCode } = run;
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
    skipped: run.state === 'skipped',
    reason: reason && describeReason(reason, language),
    error: errorCode === null ? null : { code: errorCode, message: run.errorMessage ?? '' },
    truncated: run.truncated,
  };
}
