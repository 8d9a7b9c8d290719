/** What is known of a request that did not succeed. */
export interface Failure {
  /** HTTP status; 0 when there was no answer. */
  status: number;
  /** The server's word, e.g. `JOB_NOT_FOUND`; `UNREACHABLE` and `TIMED_OUT` when there was no answer. */
  code: string;
  message: string;
  /** Facts for programs, by the code. */
  details?: Readonly<Record<string, unknown>>;
  /** What the server's log knows the request by. */
  requestId?: string | null;
  /** When the server would like to be asked again; null when it did not say. */
  retryAfterMs?: number | null;
  cause?: unknown;
}

/** A request did not succeed. */
export class CarillonError extends Error {
  override readonly name = 'CarillonError';
  readonly status: number;
  readonly code: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly requestId: string | null;
  readonly retryAfterMs: number | null;

  constructor({ status, code, message, details = {}, requestId = null, retryAfterMs = null, cause }: Failure) {
    super(message, cause === undefined ? {} : { cause });
    this.status = status;
    this.code = code;
    this.details = details;
    this.requestId = requestId;
    this.retryAfterMs = retryAfterMs;
  }
}
