/** A text of JSON, indented; null where it is not JSON. */
export function formatJson(text: string): string | null {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return null;
  }
}

/** Whether somebody who wrote this means JSON. */
export const looksLikeJson = (text: string): boolean => /^\s*[{[]/.test(text);
