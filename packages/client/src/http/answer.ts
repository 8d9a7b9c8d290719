import { CarillonError } from '../errors.js';

type Json = Readonly<Record<string, unknown>>;

/**
 * What an answer holds, out of its envelope; probes answer without one.
 * @throws CarillonError when it tells of a failure, or is not one of Carillon's
 */
export async function readAnswer(response: Response): Promise<unknown> {
  const text = await response.text();
  const body = parse(text);
  if (!response.ok) throw toError(response, isObject(body) ? body : {});
  if (body === undefined) {
    const message = `The answer is not JSON: ${text.slice(0, 100)}`;
    throw new CarillonError({ status: response.status, code: 'NOT_CARILLON', message });
  }
  return isObject(body) && body['success'] === true ? body['data'] : body;
}

/** `/api/*` has its message beside the error, `/api/v1/*` in it; probes have neither. */
function toError({ status, statusText, headers }: Response, body: Json): CarillonError {
  const error = isObject(body['error']) ? body['error'] : {};
  const { details } = error;
  return new CarillonError({
    status,
    code: asText(error['code']) ?? asText(body['status']) ?? `HTTP_${status}`,
    message:
      asText(error['message']) ?? asText(body['message']) ?? `The server answered ${status} ${statusText}`.trim(),
    requestId: headers.get('x-request-id'),
    retryAfterMs: parseRetryAfter(headers.get('retry-after'), Date.now()),
    ...(isObject(details) && { details }),
  });
}

/** Milliseconds of a Retry-After, which is a number of seconds or an instant; null when it is neither. */
export function parseRetryAfter(value: string | null, nowMs: number): number | null {
  if (value === null) return null;
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1_000;
  const at = Date.parse(value);
  return Number.isNaN(at) ? null : Math.max(0, at - nowMs);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const asText = (value: unknown): string | null => (typeof value === 'string' ? value : null);
