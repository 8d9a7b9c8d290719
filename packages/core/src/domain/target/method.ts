/** The methods a cron job may call its URL with. */
export const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

export type Method = (typeof METHODS)[number];

/** True for methods that send a body; many servers refuse or ignore one on the others. */
export function takesBody(method: Method): boolean {
  return method !== 'GET' && method !== 'DELETE';
}
