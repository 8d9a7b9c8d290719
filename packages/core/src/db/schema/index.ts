export { auditEvents } from './audit-events.js';
export { apiKeys } from './api-keys.js';
export { cronJobs } from './cron-jobs.js';
export { idempotencyKeys } from './idempotency-keys.js';
export { plans } from './plans.js';
export { runBatches } from './run-batches.js';
export { runs } from './runs.js';
export { resourceHistory, usageDays, usageMonths } from './usage.js';
export { users } from './users.js';
