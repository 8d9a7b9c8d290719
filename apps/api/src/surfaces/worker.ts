import type { Language } from '@carillon/core/messages/messages';
import { z } from 'zod';
import { STATUS, type ErrorCode, type Problem } from '../http/problem.js';
import type { Surface } from './surface.js';

/** Programs read this surface: its sentences are in one language, whatever the caller accepts. */
const LANGUAGE: Language = 'en';

/** Where this surface's word is not simply ours in capitals. */
const CODES: Partial<Record<ErrorCode, string>> = {
  invalid_input: 'VALIDATION_ERROR',
  malformed_body: 'VALIDATION_ERROR',
  no_such_route: 'ROUTE_NOT_FOUND',
  too_large: 'PAYLOAD_TOO_LARGE',
  internal: 'INTERNAL_ERROR',
  unavailable: 'SERVICE_UNAVAILABLE',
};

const TOO_MANY_REQUESTS = 429;

const failureSchema = z
  .object({
    success: z.literal(false),
    error: z.object({ code: z.string(), message: z.string(), details: z.record(z.string(), z.unknown()) }),
    request_id: z.string(),
  })
  .meta({ id: 'WorkerFailure' });

/** `/api/v1/*`: the data or the error under its own name, with the id of the request; fields in snake_case. */
export const workerSurface: Surface = {
  success: (_message, data, requestId) => ({ success: true, data, request_id: requestId }),
  failure: (problem, _language, requestId) => ({
    success: false,
    error: { code: nameOf(problem.code), message: problem.say(LANGUAGE), details: detailsOf(problem) },
    request_id: requestId,
  }),
  describeSuccess: (data) => z.object({ success: z.literal(true), data, request_id: z.string() }),
  nameOf,
  failureSchema,
};

/** True for the paths that answer in this surface's envelope, also where no operation is. */
export function isWorkerPath(path: string): boolean {
  return path === '/api/v1' || path.startsWith('/api/v1/');
}

/** Whatever limit it was that is reached, a worker does the same: it waits. */
function nameOf(code: ErrorCode): string {
  if (STATUS[code] === TOO_MANY_REQUESTS) return 'RATE_LIMITED';
  return CODES[code] ?? code.toUpperCase();
}

function detailsOf(problem: Problem): object {
  const { fields, permission, headers } = problem.extras;
  if (problem.status === TOO_MANY_REQUESTS) return { retry_after: Number(headers?.['Retry-After'] ?? 1) };
  if (fields !== undefined) {
    return { field_errors: Object.fromEntries(fields(LANGUAGE).map(({ field, message }) => [field, message])) };
  }
  if (problem.code === 'malformed_body') return { field_errors: { $: problem.say(LANGUAGE) } };
  if (permission !== undefined) {
    return { required_permission: permission.required, provided_permissions: permission.provided };
  }
  return snakeCased(problem.details(LANGUAGE));
}

function snakeCased(details: object): object {
  const inSnakeCase = (name: string) => name.replaceAll(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`);
  return Object.fromEntries(Object.entries(details).map(([name, value]) => [inSnakeCase(name), value as unknown]));
}
