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
  durationMs: number;
  headers: Record<string, string>;
  /** At most MAX_STORED_BODY_BYTES of it. */
  body: string | null;
  truncated: boolean;
  error: CallError | null;
}

/** How much of a response is kept, in bytes as received. */
export const MAX_STORED_BODY_BYTES = 65_536;

/** The verdict on a call: any 2xx is a success. */
export function judgeCall(result: CallResult): 'succeeded' | 'failed' {
  return result.error === null && result.status >= 200 && result.status <= 299 ? 'succeeded' : 'failed';
}
