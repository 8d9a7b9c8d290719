import { isIn, type StatusRange } from '../policy/run-policy.js';

/** Why a call failed: a code for programs, a sentence for people. */
export interface CallError {
  code: string;
  message: string;
}

/** What setting up a new connection took, in milliseconds; TLS is null without it. */
export interface ConnectionTimings {
  dnsMs: number | null;
  connectMs: number;
  tlsMs: number | null;
}

/** What came of one call. `status` is 0 when there was no response. */
export interface CallResult {
  status: number;
  /** From the start of the call to the last byte, redirects and all. */
  durationMs: number;
  /** From the start of the call to the first byte of the response; null when there was none. */
  ttfbMs: number | null;
  /** Null when the call went over a connection that was there already, or got none. */
  connection: ConnectionTimings | null;
  headers: Record<string, string>;
  /** At most MAX_STORED_BODY_BYTES of it, decompressed; null when there was no response, or none that can be read. */
  body: string | null;
  /** There was more than `body` has. */
  truncated: boolean;
  error: CallError | null;
}

/** How much of a response is kept, in bytes as received and again in bytes as decompressed. */
export const MAX_STORED_BODY_BYTES = 65_536;

/** The verdict on a call: a whole answer with one of the statuses that the policy counts as success. */
export function judgeCall(
  { status, error }: Pick<CallResult, 'status' | 'error'>,
  successStatus: readonly StatusRange[],
): 'succeeded' | 'failed' {
  return error === null && isIn(status, successStatus) ? 'succeeded' : 'failed';
}
