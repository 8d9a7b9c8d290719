import { LEASE_MS, REPUBLISH_AFTER_MS } from '../../domain/run/lease.js';

/** The domain's spans of time as SQL literals. */
export const leaseInterval = `interval '${LEASE_MS} milliseconds'`;
export const republishInterval = `interval '${REPUBLISH_AFTER_MS} milliseconds'`;
