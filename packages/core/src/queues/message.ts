import { z } from 'zod';

/**
 * What travels in the queue: ids, nothing else. `v` lets a worker of the next release tell an old message apart during
 * a rolling deploy.
 */
export const runBatchMessage = z.strictObject({ v: z.literal(1), batchId: z.uuid(), runIds: z.array(z.uuid()).min(1) });

export type RunBatchMessage = z.infer<typeof runBatchMessage>;
