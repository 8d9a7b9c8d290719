import { z } from 'zod';

/** The shape only: Postgres reads every id anyway, and a herd has a hundred of them in each message. */
const uuid = z.string().length(36);

/**
 * What travels in the queue: ids, nothing else. `v` lets a worker of the next release tell an old message apart during
 * a rolling deploy.
 */
export const runBatchMessage = z.strictObject({
  v: z.literal(1),
  batchId: uuid,
  runIds: z.array(uuid).min(1),
  /** A worker has only one of these at a time. */
  alone: z.literal(true).optional(),
});

export type RunBatchMessage = z.infer<typeof runBatchMessage>;

/** A delivery that is due. */
export const deliveryMessage = z.strictObject({ v: z.literal(1), deliveryId: uuid });

export type DeliveryMessage = z.infer<typeof deliveryMessage>;
