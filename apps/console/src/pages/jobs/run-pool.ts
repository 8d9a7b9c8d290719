export interface PoolOptions<Item> {
  /** How many at a time. */
  width: number;
  task: (item: Item) => Promise<unknown>;
  /** Called with how many are through, well or not. */
  onProgress: (through: number) => void;
  signal: AbortSignal;
}

export interface PoolResult<Item> {
  done: number;
  failures: readonly { item: Item; error: Error }[];
}

/** Does a task for each item, a few at a time. What fails is noted and the rest goes on; the signal lets none begin any more. */
export async function runPool<Item>(items: readonly Item[], options: PoolOptions<Item>): Promise<PoolResult<Item>> {
  const left = [...items];
  const failures: { item: Item; error: Error }[] = [];
  let done = 0;
  const work = async () => {
    for (let item = left.shift(); item !== undefined && !options.signal.aborted; item = left.shift()) {
      try {
        await options.task(item);
        done += 1;
      } catch (error) {
        failures.push({ item, error: error instanceof Error ? error : new Error(String(error)) });
      }
      options.onProgress(done + failures.length);
    }
  };
  await Promise.all(Array.from({ length: options.width }, work));
  return { done, failures };
}
