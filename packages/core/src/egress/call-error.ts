import type { CallError } from '../domain/run/outcome.js';
import type { RedirectProblem } from '../domain/target/redirect.js';

const BY_CODE: Record<string, [code: string, message: string]> = {
  egress_denied: ['egress_denied', 'This address may not be called from here.'],
  ENOTFOUND: ['dns_failed', 'The host name does not resolve.'],
  EAI_AGAIN: ['dns_failed', 'The host name could not be resolved in time.'],
  ECONNREFUSED: ['connection_refused', 'The host refused the connection.'],
  ECONNRESET: ['connection_reset', 'The connection was reset before the response was complete.'],
  EPIPE: ['connection_reset', 'The connection was closed before the request was sent.'],
  UND_ERR_SOCKET: ['connection_reset', 'The connection was closed before the response was complete.'],
  EHOSTUNREACH: ['unreachable', 'There is no route to the host.'],
  ENETUNREACH: ['unreachable', 'There is no route to the network.'],
  ETIMEDOUT: ['connect_timeout', 'The host did not accept the connection in time.'],
  UND_ERR_CONNECT_TIMEOUT: ['connect_timeout', 'The host did not accept the connection in time.'],
  UND_ERR_HEADERS_TIMEOUT: ['timeout', 'The target did not answer within the time limit.'],
  UND_ERR_BODY_TIMEOUT: ['timeout', 'The response stopped for a minute before it was complete.'],
  UND_ERR_HEADERS_OVERFLOW: ['response_headers_too_large', 'The response headers are larger than 16 kB.'],
  CERT_HAS_EXPIRED: ['tls_expired', "The host's certificate has expired."],
  CERT_NOT_YET_VALID: ['tls_expired', "The host's certificate is not valid yet."],
  DEPTH_ZERO_SELF_SIGNED_CERT: ['tls_untrusted', "The host's certificate is self-signed."],
  SELF_SIGNED_CERT_IN_CHAIN: ['tls_untrusted', "The host's certificate chain is self-signed."],
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: ['tls_untrusted', "The host's certificate could not be verified."],
  UNABLE_TO_GET_ISSUER_CERT: ['tls_untrusted', "The host's certificate was issued by nobody known."],
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: ['tls_untrusted', "The host's certificate was issued by nobody known."],
  ERR_TLS_CERT_ALTNAME_INVALID: ['tls_wrong_host', "The host's certificate is for another name."],
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: ['tls_too_old', 'The host offers no TLS newer than 1.1.'],
  ERR_SSL_UNSUPPORTED_PROTOCOL: ['tls_too_old', 'The host offers no TLS newer than 1.1.'],
};

/** Turns what the HTTP client raised into a code and a sentence for the ledger; never an address or a stack. */
export function describeCallError(error: Error & { code?: unknown }): CallError {
  const code = typeof error.code === 'string' ? error.code : '';
  const known = BY_CODE[code];
  if (known !== undefined) return { code: known[0], message: known[1] };
  if (/^(ERR_SSL|ERR_TLS|EPROTO|CERT_)/.test(code)) {
    return { code: 'tls_failed', message: 'A secure connection could not be set up.' };
  }
  if (code.startsWith('HPE_')) return { code: 'invalid_response', message: 'The response is not valid HTTP.' };
  return { code: 'call_failed', message: 'The call could not be completed.' };
}

/** The total time limit ran out. */
export const timeLimitError = (timeoutMs: number): CallError => ({
  code: 'timeout',
  message: `The call was not complete within ${timeoutMs} ms.`,
});

const REDIRECT_MESSAGES: Readonly<Record<RedirectProblem, string>> = {
  redirect_limit: 'The target redirected more often than the job allows.',
  redirect_downgrade: 'The target redirected from https to http, which is not followed.',
  redirect_invalid: 'The target redirected to something that is not one http or https URL.',
};

/** A redirect that is not followed. */
export const redirectError = (code: RedirectProblem): CallError => ({ code, message: REDIRECT_MESSAGES[code] });
