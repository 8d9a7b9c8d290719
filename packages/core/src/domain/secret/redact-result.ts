import { MAX_STORED_BODY_BYTES, type CallResult } from '../run/outcome.js';
import type { Redactor } from './redactor.js';

/** The result of a call as it may be kept: a target that echoes what it received must not put secrets into the ledger. */
export function redactResult(result: CallResult, redact: Redactor | null): CallResult {
  if (redact === null) return result;
  const { headers, error } = result;
  return {
    ...result,
    ...redactBody(result, redact),
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [redact(name), redact(value)])),
    error: error && { ...error, message: redact(error.message) },
  };
}

function redactBody({ body, truncated, error }: CallResult, redact: Redactor): Pick<CallResult, 'body' | 'truncated'> {
  if (body === null) return { body, truncated };
  // A call that failed while it read may have ended in the middle of a secret too.
  const clean = redact(body, { cut: truncated || error !== null });
  if (clean === body) return { body, truncated };
  // The mark may be longer than what it stands for.
  const bytes = Buffer.from(clean);
  if (bytes.length <= MAX_STORED_BODY_BYTES) return { body: clean, truncated };
  return { body: bytes.subarray(0, MAX_STORED_BODY_BYTES).toString('utf8'), truncated: true };
}
