const SECRET = /authorization|cookie|token|secret|passw|credential|session|signature|api-?key|auth|(^|-)key$/;

/** The run's id under a name that ends in `key`; it is no secret, and a target needs it wherever the call ends up. */
const NOT_SECRET = new Set(['idempotency-key']);

/** True for a header whose name says that its value is somebody's credential. */
export function looksSecret(name: string): boolean {
  const lower = name.toLowerCase();
  return SECRET.test(lower) && !NOT_SECRET.has(lower);
}
