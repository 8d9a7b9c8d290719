/** Gathers single requests into groups that are carried out together. */
export interface Grouper<In, Out> {
  /** Resolves with this item's own answer; rejects when its group fails. */
  add(item: In): Promise<Out>;
  /** Items not yet answered. */
  readonly pending: number;
}

export interface GrouperOptions<In, Out> {
  /** Carries out a group; answers in the order of the items. */
  carryOut: (items: In[]) => Promise<readonly Out[]>;
  /** Most items in a group. */
  maxItems: number;
  /** How long the first item of a group waits for others, in milliseconds; 0 is the end of the current turn. */
  maxWaitMs: number;
  /** Groups carried out at the same time. While all are busy the next group grows: under load, groups get large by themselves. */
  maxConcurrent: number;
  /** Called when everything that was added has been answered. */
  onIdle?: () => void;
}

interface Entry<In, Out> {
  item: In;
  resolve: (answer: Out) => void;
  reject: (error: unknown) => void;
}

/** Makes a grouper. */
export function createGrouper<In, Out>(options: GrouperOptions<In, Out>): Grouper<In, Out> {
  const { carryOut, maxItems, maxWaitMs, maxConcurrent } = options;
  const waiting: Entry<In, Out>[] = [];
  let cancelWait: (() => void) | null = null;
  let busy = 0;
  let pending = 0;

  const carryOutNext = () => {
    cancelWait?.();
    cancelWait = null;
    if (busy >= maxConcurrent || waiting.length === 0) return;
    const group = waiting.splice(0, maxItems);
    busy++;
    void answer(group, carryOut).finally(() => {
      busy--;
      pending -= group.length;
      if (pending === 0) options.onIdle?.();
      carryOutNext();
    });
  };

  return {
    get pending() {
      return pending;
    },
    add: (item) =>
      new Promise((resolve, reject) => {
        waiting.push({ item, resolve, reject });
        pending++;
        if (waiting.length >= maxItems) carryOutNext();
        else cancelWait ??= later(maxWaitMs, carryOutNext);
      }),
  };
}

/** A timer of 0 ms takes one at least, and a caller waits for it. */
function later(ms: number, work: () => void): () => void {
  if (ms === 0) {
    const immediate = setImmediate(work);
    return () => clearImmediate(immediate);
  }
  const timer = setTimeout(work, ms);
  return () => clearTimeout(timer);
}

async function answer<In, Out>(
  group: Entry<In, Out>[],
  carryOut: (items: In[]) => Promise<readonly Out[]>,
): Promise<void> {
  try {
    const answers = await carryOut(group.map((entry) => entry.item));
    group.forEach((entry, i) => entry.resolve(answers[i] as Out));
  } catch (error) {
    for (const entry of group) entry.reject(error);
  }
}
