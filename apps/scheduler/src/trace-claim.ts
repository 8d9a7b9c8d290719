import type { NewRun } from '@carillon/core/db/queries/claim-due';
import { formatRunId } from '@carillon/core/domain/ids';
import { traceOfRun, type TraceContext } from '@carillon/core/domain/trace/trace-context';
import type { Claim } from '@carillon/core/engine/claim-due-runs';
import type { Tracing } from '@carillon/core/telemetry/tracing';

/** Told what a claim has entered in the ledger. */
export type OnEntered = (runs: readonly NewRun[]) => void;

/**
 * Makes a claim, and tells of it: a span for the claim if it claimed anything, and one for each of its runs, with which
 * the run's own trace begins.
 */
export async function traceClaim(
  tracing: Tracing | null,
  work: (onEntered?: OnEntered) => Promise<Claim>,
): Promise<Claim> {
  if (tracing === null) return work();
  const span = tracing.start('claim', { parent: null });
  const claim = await tracing.within(span.context, () => work((runs) => beginTraces(tracing, span.context, runs)));
  // A look that finds nothing is no news; a span that is not ended is not told.
  if (claim.cronJobs === 0) return claim;
  const { cronJobs, queued, skipped, missed } = claim;
  span.add({
    'carillon.cron_jobs': cronJobs,
    'carillon.queued': queued,
    'carillon.skipped': skipped,
    'carillon.missed': missed,
  });
  span.end();
  return claim;
}

function beginTraces(tracing: Tracing, claim: TraceContext, runs: readonly NewRun[]): void {
  for (const run of runs) {
    if (run.state !== 'queued') continue;
    const facts = {
      'carillon.run.id': formatRunId(run.id),
      'carillon.job.id': run.cronJobId,
      'carillon.scheduled_for': run.scheduledFor.toISOString(),
    };
    tracing.start('run', { parent: null, ids: traceOfRun(run.id), links: [claim], facts }).end();
  }
}
