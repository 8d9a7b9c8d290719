/** Requests under way at once: enough to hide the way there and back, too few to be a burden. */
const AT_ONCE = 4;

/**
 * Does the work for each item, a few at a time, and gives the results in the order of the items. After an error nothing
 * is begun any more; it is thrown when what was under way has ended.
 */
export async function eachOf<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const left = entriesOf(items);
  const lane = async () => {
    for (const [index, item] of left) results[index] = await work(item);
  };
  const lanes = Array.from({ length: Math.min(AT_ONCE, items.length) }, () =>
    lane().catch((error: unknown) => {
      // Ends the list for the other lanes.
      left.return();
      throw error;
    }),
  );
  const failed = (await Promise.allSettled(lanes)).find((lane) => lane.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return results;
}

function* entriesOf<T>(items: readonly T[]): Generator<[number, T], void> {
  yield* items.entries();
}
