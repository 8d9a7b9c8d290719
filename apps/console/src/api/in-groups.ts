/** What became of each of many requests. */
export interface Tally<Item> {
  done: Item[];
  failed: { item: Item; message: string }[];
}

/**
 * Does something to each of many, a few at a time, whatever becomes of the others.
 * @param width how many are under way at once
 * @param onProgress told after each how many are through
 */
export async function inGroups<Item>(
  items: readonly Item[],
  width: number,
  act: (item: Item) => Promise<unknown>,
  onProgress: (through: number) => void,
): Promise<Tally<Item>> {
  const tally: Tally<Item> = { done: [], failed: [] };
  const waiting = [...items];
  const lane = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) {
      const one = item;
      await act(one).then(
        () => tally.done.push(one),
        (error: unknown) =>
          tally.failed.push({ item: one, message: error instanceof Error ? error.message : String(error) }),
      );
      onProgress(tally.done.length + tally.failed.length);
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, lane));
  return tally;
}
