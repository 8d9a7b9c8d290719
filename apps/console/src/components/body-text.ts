/** A body as people read it. */
export interface BodyText {
  text: string;
  isJson: boolean;
}

/** Puts a body that is JSON into lines; any other stays as it came. One that was cut off is no JSON any more. */
export function prettyBody(body: string): BodyText {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null
      ? { text: JSON.stringify(value, null, 2), isJson: true }
      : { text: body, isJson: false };
  } catch {
    return { text: body, isJson: false };
  }
}

/** The size of a text in UTF-8. */
export const bytesOf = (text: string): number => new TextEncoder().encode(text).length;

/** `812 B`, `3.4 kB`, `1.2 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${(bytes / 1_000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
