import type { CallResult } from '../run/outcome.js';

/** Ends a run without a call. Another attempt would find the same: nothing but a key or a new value can help. */
export const SECRET_UNREADABLE = 'secret_unreadable';

/** The result of a run whose headers cannot be opened. */
export function secretUnreadable(): CallResult {
  const message = 'A header value could not be decrypted, so nothing was called. Set it again.';
  return {
    status: 0,
    durationMs: 0,
    ttfbMs: null,
    connection: null,
    headers: {},
    body: null,
    truncated: false,
    error: { code: SECRET_UNREADABLE, message },
  };
}
