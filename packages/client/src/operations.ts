import type { operations } from './generated/api.js';
import type { OPERATIONS } from './generated/operations.js';
import type { CallOptions } from './http/send.js';

/** An operation of the API, by the name it has in the OpenAPI document. */
export type OperationId = keyof typeof OPERATIONS;

type Sent<Id extends OperationId> = NonNullable<operations[Id]['requestBody']>;

type BodyOf<Id extends OperationId> = [Sent<Id>] extends [never]
  ? { body?: never }
  : Sent<Id> extends { content: { 'application/json': infer Body } }
    ? undefined extends operations[Id]['requestBody']
      ? { body?: Body }
      : { body: Body }
    : never;

/** What an operation is called with: `path`, `query`, `header` and `body`, as far as it has them. */
export type RequestOf<Id extends OperationId> = Omit<operations[Id]['parameters'], 'cookie'> & BodyOf<Id>;

type AnswerOf<Id extends OperationId> = operations[Id]['responses'][keyof operations[Id]['responses']] extends {
  content: { 'application/json': infer Answer };
}
  ? Answer
  : never;

/** What an operation answers, out of its envelope. */
export type DataOf<Id extends OperationId> =
  AnswerOf<Id> extends { success: true; data: infer Data } ? Data : AnswerOf<Id>;

/** What a call takes; the request may be left out where nothing in it is required. */
export type CallArguments<Id extends OperationId> =
  Partial<RequestOf<Id>> extends RequestOf<Id>
    ? [request?: RequestOf<Id>, options?: CallOptions]
    : [request: RequestOf<Id>, options?: CallOptions];

/** A method for each operation. */
export type Operations = {
  readonly [Id in OperationId]: (...args: CallArguments<Id>) => Promise<DataOf<Id>>;
};

type QueryOf<Id extends OperationId> = NonNullable<operations[Id]['parameters']['query']>;

/** The operations that answer a page at a time, with a cursor for the next. */
export type PagedOperationId = {
  [Id in OperationId]: [QueryOf<Id>] extends [never] ? never : 'cursor' extends keyof QueryOf<Id> ? Id : never;
}[OperationId];
