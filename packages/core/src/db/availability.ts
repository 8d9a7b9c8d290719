/** SQLSTATEs by which Postgres says: not now, the same again may work. */
const RETRYABLE_STATES = new Set([
  '25006', // read-only: a demoted primary
  '40001', // serialisation failure
  '40P01', // deadlock
  '53100', // disk full
  '53200', // out of memory
  '53300', // too many connections
  '55P03', // lock not available
  '57014', // statement timeout
  '57P01', // shutting down
  '57P02', // crashed
  '57P03', // starting up
  '57P05', // idle session timeout
]);

const NETWORK_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

/** What pg says without a code when a connection breaks, cannot be had in time, or gives no answer in time. */
const PG_MESSAGES =
  /^Connection terminated|timeout exceeded when trying to connect|^timeout expired$|^Query read timeout|is not queryable/;

/** The parts of an error that tell. Not asked for its class: errors of Node's core may come from another realm. */
interface ErrorParts {
  message?: unknown;
  code?: unknown;
  cause?: unknown;
  errors?: unknown;
}

/** True for an error that means Postgres is away or overloaded, however deep drizzle has wrapped it. */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const { message, code, cause, errors }: ErrorParts = error;
  if (typeof message === 'string' && PG_MESSAGES.test(message)) return true;
  if (typeof code === 'string' && isRetryableCode(code)) return true;
  // Several addresses of one name were refused.
  if (Array.isArray(errors) && errors.some(isDatabaseUnavailable)) return true;
  return isDatabaseUnavailable(cause);
}

function isRetryableCode(code: string): boolean {
  return NETWORK_CODES.has(code) || RETRYABLE_STATES.has(code) || /^08[0-9A-Z]{3}$/.test(code);
}
