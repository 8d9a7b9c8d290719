/** An instant as an input of type `datetime-local` holds it: the reader's own wall time, to the second. Empty for null. */
export function toLocalText(at: string | null): string {
  if (at === null) return '';
  const date = new Date(at);
  const wall = new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
  return wall.toISOString().slice(0, 19);
}

/** The instant that such a text names; null where it is empty or names none. */
export function fromLocalText(text: string): string | null {
  if (text === '') return null;
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}
