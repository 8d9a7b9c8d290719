import { formatRunId } from '@carillon/core/domain/ids';
import type { FinishedRun } from '@carillon/core/engine/finish-runs';
import type { Logger } from '@carillon/core/telemetry/logger';

/** One line for people who watch: what ran, how it went, how late and how long. No URL query, header or body. */
export function logFinishedRun(logger: Logger, run: FinishedRun, jobName: string): void {
  logger.info(
    {
      event: 'run.finished',
      runId: formatRunId(run.runId),
      jobName,
      state: shownState(run),
      status: run.result.status,
      durationMs: run.result.durationMs,
      latenessMs: run.startedAt.getTime() - run.scheduledFor.getTime(),
      ...(run.result.error && { error: run.result.error.code }),
      ...(run.retryInMs !== null && { attempt: run.attempt, retryInMs: run.retryInMs }),
    },
    run.retryInMs === null ? 'run finished' : 'attempt failed',
  );
}

/** What the end of an attempt has brought its run to. */
export function shownState({ state, retryInMs }: FinishedRun): FinishedRun['state'] | 'retrying' {
  return retryInMs === null ? state : 'retrying';
}

/** The outcome without the target's own words, for the case that Postgres cannot store them. */
export function withoutResponse(run: FinishedRun): FinishedRun {
  return { ...run, result: { ...run.result, body: null, headers: {}, truncated: true } };
}
