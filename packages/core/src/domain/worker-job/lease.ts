/** The limits of a lease as a worker may ask for it. */
export const MIN_LEASE_MS = 1_000;
export const MAX_LEASE_MS = 3_600_000;

/** How long one activation may last in all, however often its lease is extended. */
export const MAX_TOTAL_LEASE_MS = 24 * 3_600_000;

/** A job whose lease runs out this often is given up with an incident: it may be what kills its workers. */
export const MAX_EXPIRIES = 10;

/** Most jobs in one activation. */
export const MAX_JOBS_PER_ACTIVATION = 100;

/** Variables that one activation hands out together: it gives fewer jobs, never a part of one. */
export const MAX_ACTIVATED_BYTES = 4 * 1024 * 1024;
