/** What was typed as a JSON object; null when it is none. */
export function readObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

/** An object in lines, to be edited. */
export const writeObject = (value: object): string => JSON.stringify(value, null, 2);
