/** Stands for a secret in answers to those who may not see it. */
export const MASK = '********';

/** The headers with every value masked. */
export function maskHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.keys(headers).map((name) => [name, MASK]));
}

/** The names under which the mask was sent in place of a value. */
export function maskedNames(headers: Readonly<Record<string, string>>): string[] {
  return Object.keys(headers).filter((name) => headers[name] === MASK);
}
