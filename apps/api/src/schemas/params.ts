import { z } from 'zod';

/** Whatever an id looks like, one that names nothing of the caller's is 404: its shape is not checked here. */
export const jobParams = z.object({ jobId: z.string() });

export const keyParams = z.object({ keyId: z.string() });

export const deliveryParams = z.object({ jobId: z.string(), deliveryId: z.string() });

export const logParams = z.object({ logId: z.string() });
