import type { Queryable } from '@carillon/core/db/client';
import { readTraceparents } from '@carillon/core/db/queries/run-traces';
import { formatDeliveryId, formatRunId } from '@carillon/core/domain/ids';
import { formatTraceparent, parseTraceparent } from '@carillon/core/domain/trace/trace-context';
import type { DeliverDeps } from '@carillon/core/engine/deliver-webhook';
import type { Tracing } from '@carillon/core/telemetry/tracing';
import { whereTo } from './trace-runs.js';

/** Tells of every attempt at a delivery, in the trace of the run that it tells of; the receiver learns of that trace. */
export function traceDeliveries(tracing: Tracing, pg: Queryable, send: DeliverDeps['send']): DeliverDeps['send'] {
  return async (request, delivery) => {
    const { id, runId, event, attempt } = delivery;
    const known = await readTraceparents(pg, [runId]).catch(() => new Map<string, string>());
    const parent = parseTraceparent(known.get(runId)) ?? tracing.ofRun(runId);
    const facts = {
      ...whereTo(request.url, 'POST'),
      'carillon.run.id': formatRunId(runId),
      'carillon.delivery.id': formatDeliveryId(id),
      'carillon.event': event,
      'carillon.attempt': attempt,
    };
    return tracing.trace('webhook', { kind: 'client', parent, facts }, async (span) => {
      const headers = { ...request.headers, traceparent: formatTraceparent(span.context) };
      const answer = await send({ ...request, headers }, delivery);
      if (answer.status !== 0) span.add({ 'http.response.status_code': answer.status });
      if (answer.error !== null) span.fail(answer.error.code);
      else if (answer.status >= 400) span.fail(String(answer.status));
      return answer;
    });
  };
}
