export { createClient, type CarillonClient, type ClientOptions } from './create-client.js';
export { CarillonError, type Failure } from './errors.js';
export type { CallOptions } from './http/send.js';
export type { DataOf, OperationId, PagedOperationId, RequestOf } from './operations.js';
export type { components as Components } from './generated/api.js';
export { JobError, LeaseLost, RetryLater, WorkerStopped } from './worker/errors.js';
export type { Handler, Job } from './worker/job.js';
export { WorkerClient, type OnWorkerError, type WorkerClientOptions } from './worker/worker-client.js';
export type { WorkerOptions } from './worker/worker-options.js';
