/** What the figures of a run policy can be. */
export const POLICY_BOUNDS = {
  maxAttempts: { min: 1, max: 20 },
  delayMs: { min: 100, max: 3_600_000 },
  maxDelayMs: { min: 100, max: 86_400_000 },
  jitter: { min: 0, max: 1 },
  missedWindowSeconds: { min: 60, max: 31_536_000 },
  jitterSeconds: { min: 0, max: 86_400 },
  autoDisableAfter: { min: 1, max: 1_000 },
  followRedirects: { min: 0, max: 5 },
} as const;

/** Most statuses and ranges of statuses in one list. */
export const MAX_STATUSES = 50;
