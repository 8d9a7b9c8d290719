/** Part of a listing. `nextId` is the id to go on after; null on the last page. */
export interface Page<Item> {
  items: Item[];
  nextId: string | null;
}

/** Makes a page of rows that were read with a limit one above the page's: the extra row only says that there is more. */
export function toPage<Item extends { id: string }>(rows: Item[], limit: number): Page<Item> {
  const items = rows.slice(0, limit);
  return { items, nextId: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}
