/** What becomes of one due instant: it is run, or it is entered in the ledger as missed. */
export interface Firing {
  at: Date;
  fate: 'run' | 'missed';
}

export interface FiringPlan {
  firings: Firing[];
  /** The first due instant that the plan does not cover; null when the schedule ends. */
  nextRunAt: Date | null;
}

export interface FiringFacts {
  /** The first due instant not yet in the ledger. */
  firstDue: Date;
  /** The due instant after a given one. */
  next: (after: Date) => Date | null;
  /** The Postgres clock. */
  now: Date;
  /** Most instants to decide on at once; the rest follow in the next claim. */
  limit: number;
  /** Since when the user's plan keeps logs. */
  keptSince: Date;
}

/** An instant this late was not served when it should have been: the service was down or far behind. */
export const MISSED_AFTER_MS = 60_000;

/**
 * Decides each due instant up to `now`. An instant no more than a minute late is run. Of the older ones only the
 * latest is run (`runOnce`), and only if no later instant is due; the others are missed.
 *
 * What does not fit into one claim and is past its retention is passed over: after a year down the ledger would be
 * filled with a year of rows that pruning removes at once, and the jobs would run again only when all are in.
 */
export function planFirings({ firstDue, next, now, limit, keptSince }: FiringFacts): FiringPlan {
  const firings: Firing[] = [];
  let due: Date | null = firstDue;
  while (due !== null && due <= now && firings.length < limit) {
    const at: Date = due;
    due = next(at);
    const superseded = due !== null && due <= now;
    const late = now.getTime() - at.getTime() > MISSED_AFTER_MS;
    firings.push({ at, fate: late && superseded ? 'missed' : 'run' });
  }
  const kept = due !== null && due < keptSince ? next(new Date(keptSince.getTime() - 1)) : null;
  // An older instant is passed over only if a later one stands in for it; else it may be the one to run.
  return { firings, nextRunAt: kept !== null && kept <= now ? kept : due };
}
