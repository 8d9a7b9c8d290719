export * from './rest.js';
export { JobError, LeaseLost, RetryLater, WorkerStopped } from './worker/errors.js';
export type { Handler, Job } from './worker/job.js';
export { WorkerClient, type OnWorkerError, type WorkerClientOptions } from './worker/worker-client.js';
export type { WorkerOptions } from './worker/worker-options.js';
