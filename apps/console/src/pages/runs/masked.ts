/** In place of a value that may be a secret, as the API writes it for keys that may not see it. */
const MASK = '********';

/** Headers with their names only. */
export const masked = (headers: Readonly<Record<string, string>> | null): Record<string, string> =>
  Object.fromEntries(Object.keys(headers ?? {}).map((name) => [name, MASK]));
