import type { CallBooking } from '../db/queries/api-calls.js';
import { shrinkBlock, sizeBlock } from '../domain/quota/size-block.js';

export type CallOutcome =
  | { kind: 'counted' }
  /** The day has none left; `resetMs` until the next one begins. */
  | { kind: 'daily_limit'; limit: number; resetMs: number };

/** Books calls on the current day, all or none of them. */
export type BookCalls = (calls: number, limit: number) => Promise<CallBooking>;

/** After a refusal Postgres is not asked again for so long: a program that does not stop costs no statements. */
const REFUSE_FOR_MS = 500;

interface Request {
  limit: number;
  resolve: (outcome: CallOutcome) => void;
  reject: (error: unknown) => void;
}

/** Calls that are booked and may be used until their day ends, by the monotonic clock. */
interface Block {
  day: string;
  calls: number;
  endsAtMs: number;
}

interface Refusal {
  limit: number;
  untilMs: number;
  endsAtMs: number;
}

/** One user's calls of the day, as one process holds them. */
export class DailyCalls {
  private readonly waiting: Request[] = [];
  private readonly leftovers: Block[] = [];
  private block: Block | null = null;
  private refusal: Refusal | null = null;
  private remaining: number | null = null;
  private asking = false;

  constructor(private readonly book: BookCalls) {}

  /** Takes a call: one that is booked already, or together with all who wait from Postgres. */
  take(limit: number): Promise<CallOutcome> {
    if (this.waiting.length === 0 && this.takeFromBlock()) return Promise.resolve({ kind: 'counted' });
    const { refusal } = this;
    if (refusal !== null && refusal.limit >= limit && holds(refusal)) return Promise.resolve(refuse(refusal));
    return new Promise((resolve, reject) => {
      this.waiting.push({ limit, resolve, reject });
      if (!this.asking) void this.serve();
    });
  }

  /** Lets go of what is booked and not used. */
  release(): Block[] {
    this.putAside();
    return this.leftovers.splice(0);
  }

  /** True when there is nothing to keep it for. */
  get isIdle(): boolean {
    const holdsCalls = this.block !== null || this.leftovers.length > 0;
    return !this.asking && !holdsCalls && (this.refusal === null || !holds(this.refusal));
  }

  private async serve(): Promise<void> {
    this.asking = true;
    try {
      for (let [first] = this.waiting; first !== undefined; [first] = this.waiting) {
        if (this.takeFromBlock()) this.waiting.shift()?.resolve({ kind: 'counted' });
        else await this.ask(first.limit);
      }
    } catch (error) {
      for (const request of this.waiting.splice(0)) request.reject(error);
    } finally {
      this.asking = false;
    }
  }

  /** Books for those who wait now; for fewer of them when the day has no room for all. */
  private async ask(limit: number): Promise<void> {
    let size: number | null = sizeBlock({ waiting: this.waiting.length, remaining: this.remaining });
    let endsAtMs = 0;
    while (size !== null) {
      // The day's end counts from before we asked: a late answer makes it come early, never late.
      const askedAtMs = performance.now();
      const { day, endsInMs, used } = await this.book(size, limit);
      endsAtMs = askedAtMs + endsInMs;
      if (used !== null) return this.grant({ day, calls: size, endsAtMs }, Math.max(0, limit - used));
      size = shrinkBlock(size);
    }
    this.refuseAll({ limit, untilMs: performance.now() + REFUSE_FOR_MS, endsAtMs });
  }

  private grant(block: Block, remaining: number): void {
    const served = this.waiting.splice(0, block.calls);
    for (const request of served) request.resolve({ kind: 'counted' });
    this.putAside();
    this.block = { ...block, calls: block.calls - served.length };
    this.remaining = remaining;
    this.refusal = null;
  }

  private refuseAll(refusal: Refusal): void {
    this.refusal = refusal;
    this.remaining = null;
    for (const request of this.waiting.splice(0)) request.resolve(refuse(refusal));
  }

  private takeFromBlock(): boolean {
    const { block } = this;
    if (block === null || block.calls === 0 || block.endsAtMs <= performance.now()) return false;
    block.calls--;
    return true;
  }

  /** Ends the use of the block in hand. */
  private putAside(): void {
    if (this.block !== null && this.block.calls > 0) this.leftovers.push(this.block);
    this.block = null;
  }
}

function holds({ untilMs, endsAtMs }: Refusal): boolean {
  return performance.now() < Math.min(untilMs, endsAtMs);
}

function refuse({ limit, endsAtMs }: Refusal): CallOutcome {
  return { kind: 'daily_limit', limit, resetMs: Math.max(0, endsAtMs - performance.now()) };
}
