import type { Delivery } from '@carillon/core/db/queries/delivery-lists';
import { formatDeliveryId, formatRunId } from '@carillon/core/domain/ids';
import type { z } from 'zod';
import type { delivery, deliveryDetail } from '../schemas/delivery.js';

/** Shapes a delivery for a listing. */
export function presentDelivery(row: Delivery): z.input<typeof delivery> {
  const { id, cronJobId, runId, event, state, status, attempts, attentionAt, createdAt, finishedAt } = row;
  // While it is in the queue or under way the instant says when somebody looks after it.
  const waits = state === 'pending' && !row.inFlight;
  return {
    id: formatDeliveryId(id),
    jobId: cronJobId,
    logId: formatRunId(runId),
    event,
    state,
    status,
    attempts,
    nextAttemptAt: waits ? (attentionAt?.toISOString() ?? null) : null,
    createdAt: createdAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
  };
}

/** Shapes a delivery with its text. */
export function presentDeliveryDetail(row: Delivery): z.input<typeof deliveryDetail> {
  return { ...presentDelivery(row), payload: row.payload };
}
