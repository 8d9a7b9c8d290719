const two = (part: number) => String(part).padStart(2, '0');

/** An instant as `<input type="datetime-local">` has it, in the reader's zone; empty for none. */
export function toLocalInput(iso: string | null | undefined): string {
  const at = new Date(iso ?? Number.NaN);
  if (Number.isNaN(at.getTime())) return '';
  const day = [String(at.getFullYear()).padStart(4, '0'), two(at.getMonth() + 1), two(at.getDate())].join('-');
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** What was typed there as ISO 8601 in UTC; null for nothing and for what is no date. */
export function fromLocalInput(typed: string): string | null {
  const at = new Date(typed);
  return typed === '' || Number.isNaN(at.getTime()) ? null : at.toISOString();
}
