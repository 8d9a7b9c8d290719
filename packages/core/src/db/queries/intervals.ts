import { LEASE_MS, PUBLISH_WITHIN_MS, REPUBLISH_AFTER_MS } from '../../domain/run/lease.js';

/** The domain's spans of time as SQL literals. */
export const leaseInterval = `interval '${LEASE_MS} milliseconds'`;
export const republishInterval = `interval '${REPUBLISH_AFTER_MS} milliseconds'`;
export const publishInterval = `interval '${PUBLISH_WITHIN_MS} milliseconds'`;
