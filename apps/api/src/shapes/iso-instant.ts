/** An instant of the Postgres clock, in epoch milliseconds, as answers show it. */
export const isoInstant = (ms: number): string => new Date(ms).toISOString();
