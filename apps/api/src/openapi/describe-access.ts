import type { oas31 } from 'zod-openapi';
import type { Access } from '../http/define-route.js';
import { STATUS, type ErrorCode } from '../http/problem.js';

export const SECURITY_SCHEMES: Record<string, oas31.SecuritySchemeObject> = {
  bearer: { type: 'http', scheme: 'bearer', description: 'An API token: `car_` and 43 characters.' },
  apiKey: { type: 'apiKey', in: 'header', name: 'X-API-Key', description: 'The same token, another spelling.' },
  adminToken: { type: 'apiKey', in: 'header', name: 'X-Admin-Token', description: 'The operator’s `ADMIN_TOKEN`.' },
};

const HEADERS = {
  'Retry-After': 'Seconds after which the same request may work.',
  'X-RateLimit-Limit': 'The limit that was reached. Answers within a limit a minute carry these three as well.',
  'X-RateLimit-Remaining': 'What is left of it.',
  'X-RateLimit-Reset': 'Seconds until all of it is there again.',
};

const name = (header: string) => header.replaceAll('-', '');

/** The headers of a refused request, described once. */
export const LIMIT_HEADERS: Record<string, oas31.HeaderObject> = Object.fromEntries(
  Object.entries(HEADERS).map(([header, description]) => [name(header), { description, schema: { type: 'integer' } }]),
);

/** Which credentials open an operation. The scopes are for readers: these schemes have none of their own. */
export function describeSecurity(access: Access): oas31.SecurityRequirementObject[] {
  if (access === 'public') return [];
  if (access === 'any_key') return byKey([]);
  return access === 'operator' ? [{ adminToken: [] }, ...byKey(['system'])] : byKey([access]);
}

/** The ways in which a request fails before its operation begins. */
export function accessErrors(access: Access): ErrorCode[] {
  if (access === 'public') return [];
  const always: ErrorCode[] = ['unauthorized', 'rate_limited', 'daily_limit', 'unavailable'];
  return access === 'any_key' ? always : [...always, 'forbidden'];
}

/** The headers that failures of a status have. */
export function failureHeaders(status: number): { headers?: Record<string, oas31.ReferenceObject> } {
  if (status !== STATUS.rate_limited) return {};
  const references = Object.keys(HEADERS).map((header) => [header, { $ref: `#/components/headers/${name(header)}` }]);
  return { headers: Object.fromEntries(references) as Record<string, oas31.ReferenceObject> };
}

const byKey = (scopes: string[]) => [{ bearer: scopes }, { apiKey: scopes }];
