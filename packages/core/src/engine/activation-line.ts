import { MAX_ACTIVATED_BYTES } from '../domain/worker-job/lease.js';
import { MAX_VARIABLES_BYTES } from '../domain/worker-job/variables.js';
import type { ActivatedWorkerJob, ActivationWish } from './activate-worker-jobs.js';

/** Workers of one user that wait for jobs of one type, first come first served. */
export interface Line {
  readonly userId: string;
  readonly type: string;
  /** Joins the line; resolves with jobs, or with none when the time is up or the signal aborts. */
  join(wait: Wait): Promise<ActivatedWorkerJob[]>;
  /** There may be jobs: looks on behalf of those in front. While it looks, once more is noted. */
  serve(): void;
  /** Answers everybody; who is being looked for gets what is found. */
  drain(): void;
}

/** What a worker that joins wants, and how long it waits for it. */
export interface Wait extends ActivationWish {
  timeoutMs: number;
  signal: AbortSignal;
}

export interface LineOptions {
  userId: string;
  type: string;
  activate: (wish: ActivationWish) => Promise<ActivatedWorkerJob[]>;
  /** Takes jobs whose worker has gone. */
  giveBack: (jobs: ActivatedWorkerJob[]) => void;
  /** The last one has left; the line is not used again. */
  onEmpty: () => void;
}

interface Waiter {
  wish: Wait;
  /** Waiters of one scope see the same jobs. */
  scope: string;
  looking: boolean;
  /** To be answered with what the look under way finds. */
  last: boolean;
  /** Ends the wait; false when it had ended before. */
  end(settle: () => void): boolean;
  resolve(jobs: ActivatedWorkerJob[]): void;
  reject(error: unknown): void;
}

/** Looks at the same time once so many in a row found enough: what is scarce is given strictly in the order of the line. */
const LOOKS_AT_ONCE = 4;
const PLENTY_AFTER = 3;
const EVERYTHING = '*';

/** Makes a line. */
export function createLine(options: LineOptions): Line {
  const waiters = new Set<Waiter>();
  let serving = false;
  let again = false;
  /** The scopes for which the last pass left nothing; whatever becomes ready after it is told. */
  let empty: ReadonlySet<string> = new Set();

  const finish = (waiter: Waiter, jobs: ActivatedWorkerJob[]) => waiter.end(() => waiter.resolve(jobs));

  /** One activation for one waiter. @returns true when there may be more. */
  const look = async (waiter: Waiter): Promise<boolean> => {
    waiter.looking = true;
    try {
      const jobs = await options.activate(waiter.wish);
      const isAnswered = (jobs.length > 0 || waiter.last) && finish(waiter, jobs);
      if (!isAnswered && jobs.length > 0) options.giveBack(jobs);
      return mayBeMore(jobs, waiter.wish.maxJobs);
    } catch (error) {
      waiter.end(() => waiter.reject(error));
      return false;
    } finally {
      waiter.looking = false;
    }
  };

  /** From the front of the line to where nothing is left. */
  const pass = async () => {
    const spent = new Set<string>();
    const queue = waiters.values();
    const next = () => firstOf(queue, ({ scope }) => !spent.has(EVERYTHING) && !spent.has(scope));
    let inARow = 0;
    const lookWhile = async (isOn: () => boolean) => {
      for (let waiter = isOn() ? next() : null; waiter !== null; waiter = isOn() ? next() : null) {
        const isMore = await look(waiter);
        inARow = isMore ? inARow + 1 : 0;
        if (!isMore) spent.add(waiter.scope);
      }
    };
    await lookWhile(() => inARow < PLENTY_AFTER);
    if (inARow === PLENTY_AFTER) await Promise.all(Array.from({ length: LOOKS_AT_ONCE }, () => lookWhile(() => true)));
    empty = spent;
  };

  const serve = async () => {
    again = true;
    if (serving) return;
    serving = true;
    while (again && waiters.size > 0) {
      again = false;
      await pass();
    }
    serving = false;
  };

  const leave = (waiter: Waiter) => {
    if (!waiters.delete(waiter)) return false;
    if (waiters.size === 0) options.onEmpty();
    return true;
  };

  return {
    userId: options.userId,
    type: options.type,
    serve: () => void serve(),
    join: (wish) =>
      new Promise((resolve, reject) => {
        const waiter = createWaiter(wish, { resolve, reject, leave });
        waiters.add(waiter);
        // A worker that comes back for more, after the last look found no more, need not look itself.
        if (serving || !(empty.has(EVERYTHING) || empty.has(waiter.scope))) void serve();
      }),
    drain() {
      for (const waiter of waiters) endSoon(waiter);
    },
  };
}

function createWaiter(
  wish: Wait,
  { resolve, reject, leave }: Pick<Waiter, 'resolve' | 'reject'> & { leave: (waiter: Waiter) => boolean },
): Waiter {
  const waiter: Waiter = {
    wish,
    scope: wish.tenantIds === null ? EVERYTHING : JSON.stringify([...wish.tenantIds].sort()),
    looking: false,
    last: false,
    resolve,
    reject,
    end(settle) {
      if (!leave(waiter)) return false;
      clearTimeout(timer);
      wish.signal.removeEventListener('abort', onGone);
      settle();
      return true;
    },
  };
  const onGone = () => waiter.end(() => resolve([]));
  const timer = setTimeout(() => endSoon(waiter), wish.timeoutMs);
  wish.signal.addEventListener('abort', onGone, { once: true });
  return waiter;
}

/** Answers with nothing, unless a look is under way: what that finds would have to be given back. */
function endSoon(waiter: Waiter): void {
  if (waiter.looking) waiter.last = true;
  else waiter.end(() => waiter.resolve([]));
}

/** The first waiter in what is left of the queue that is wanted; null when there is none. */
function firstOf(queue: Iterator<Waiter>, isWanted: (waiter: Waiter) => boolean): Waiter | null {
  for (let next = queue.next(); next.done !== true; next = queue.next()) {
    if (isWanted(next.value)) return next.value;
  }
  return null;
}

/** Fewer than asked for means that nothing is left, unless the answer had become too large. */
function mayBeMore(jobs: readonly ActivatedWorkerJob[], maxJobs: number): boolean {
  const bytes = jobs.reduce((sum, job) => sum + job.variablesBytes, 0);
  return jobs.length === maxJobs || bytes > MAX_ACTIVATED_BYTES - MAX_VARIABLES_BYTES;
}
