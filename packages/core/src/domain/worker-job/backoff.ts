/**
 * How long a failed worker job waits when its worker does not say, by the number of failures: 2, 4, 8 … seconds, never
 * more than five minutes.
 */
export const BACKOFF_STEPS_MS = [2_000, 4_000, 8_000, 16_000, 32_000, 64_000, 128_000, 256_000, 300_000] as const;

/** The longest back-off that a worker may ask for. */
export const MAX_BACKOFF_MS = 365 * 24 * 3_600_000;

/** Where a back-off came from: the worker named it, or it grows with the failures. */
export type BackoffType = 'FIXED' | 'EXPONENTIAL';
