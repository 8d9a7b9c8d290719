/** What a credential may do; the last three belong to the worker surface. */
export const SCOPES = [
  'read:jobs',
  'write:jobs',
  'read:logs',
  'write:logs',
  'read:keys',
  'write:keys',
  'job',
  'incident',
  'system',
] as const;

export type Scope = (typeof SCOPES)[number];

/** True for the name of a scope. */
export function isScope(text: string): text is Scope {
  return (SCOPES as readonly string[]).includes(text);
}
