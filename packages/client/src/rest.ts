// The client without the worker: what runs in a browser too.
export { createClient, type CarillonClient, type ClientOptions } from './create-client.js';
export { CarillonError, type Failure } from './errors.js';
export type { CallOptions } from './http/send.js';
export type { CallArguments, DataOf, OperationId, PagedOperationId, RequestOf } from './operations.js';
export type { components as Components } from './generated/api.js';
