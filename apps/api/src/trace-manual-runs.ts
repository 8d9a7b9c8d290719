import { formatRunId } from '@carillon/core/domain/ids';
import { formatTraceparent } from '@carillon/core/domain/trace/trace-context';
import type { ManualRunRequest, ManualRunResult } from '@carillon/core/engine/request-manual-run';
import type { Tracing } from '@carillon/core/telemetry/tracing';

type Request = (input: ManualRunRequest) => Promise<ManualRunResult>;

/** Tells of runs that are asked for: their calls and deliveries are part of the request's trace. */
export function traceManualRuns(tracing: Tracing | null, request: Request): Request {
  if (tracing === null) return request;
  return (input) =>
    tracing.trace('run', { facts: { 'carillon.job.id': input.cronJobId } }, async (span) => {
      const result = await request({ ...input, traceparent: formatTraceparent(span.context) });
      if (result.kind !== 'not_found') span.add({ 'carillon.run.id': formatRunId(result.runId) });
      return result;
    });
}
