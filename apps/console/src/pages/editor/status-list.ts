type Status = number | string;

/** A list of statuses as people type it: `200-299, 404`. */
export const writeStatuses = (statuses: readonly Status[]): string => statuses.join(', ');

/** Reads such a list. What is neither a number nor a range goes to the API as it is: it says what is wrong with it. */
export function readStatuses(text: string): Status[] {
  const items = text.split(/[\s,;]+/).filter((item) => item !== '');
  return items.map((item) => (/^\d+$/.test(item) ? Number(item) : item));
}
