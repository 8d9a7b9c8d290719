import { DEFAULT_POLICY, type RunPolicy } from '../policy/run-policy.js';
import type { RunReason } from './reason.js';

type Missed = Extract<RunReason, { code: 'service_was_down' | 'missed_window' }>;
type Paused = Extract<RunReason, { code: 'paused' }>;

/** What becomes of one due instant: it is run, or it is entered in the ledger as missed or skipped, and why. */
export type Firing =
  | { at: Date; fate: 'run'; reason: null }
  | { at: Date; fate: 'missed'; reason: Missed }
  | { at: Date; fate: 'skipped'; reason: Paused };

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
  /** The default, unless said. */
  policy?: DuePolicy;
}

/** What of a policy decides about due instants. */
export type DuePolicy = Pick<RunPolicy, 'missed' | 'missedWindowSeconds' | 'pausedUntil'>;

/** An instant this late was not served when it should have been: the service was down or far behind. */
export const MISSED_AFTER_MS = 60_000;

/**
 * Decides each due instant up to `now`. Those of a pause are skipped. Of the others an instant no more than a minute late
 * is run, and the policy decides about the older ones.
 *
 * What does not fit into one claim, is past its retention and is not going to run is passed over: after a year down the
 * ledger would be filled with a year of rows that pruning removes at once, and the jobs would run again only when all
 * are in.
 */
export function planFirings(facts: FiringFacts): FiringPlan {
  const { firstDue, next, now, limit, policy = DEFAULT_POLICY } = facts;
  const pause = pauseOf(policy);
  const firings: Firing[] = [];
  let due: Date | null = firstDue;
  while (due !== null && due <= now && firings.length < limit) {
    const at: Date = due;
    due = next(at);
    const isLatest = due === null || due > now;
    if (pause !== null && at < pause.until) firings.push({ at, fate: 'skipped', reason: pause.reason });
    else firings.push(decide(at, whyMissed(policy, now.getTime() - at.getTime(), isLatest)));
  }
  return { firings, nextRunAt: passOver(due, facts) };
}

/** The pause that instants may fall into, and what the ledger says of them; null when there is none. */
export function pauseOf({ pausedUntil }: Pick<RunPolicy, 'pausedUntil'>): { until: Date; reason: Paused } | null {
  return pausedUntil === null ? null : { until: new Date(pausedUntil), reason: { code: 'paused', until: pausedUntil } };
}

function decide(at: Date, whyNot: Missed | null): Firing {
  return whyNot === null ? { at, fate: 'run', reason: null } : { at, fate: 'missed', reason: whyNot };
}

/**
 * Why an instant is missed; null for one that is run. Where one run makes up for all that were missed it is the latest,
 * unless a later instant is due and stands in for it.
 */
function whyMissed({ missed, missedWindowSeconds }: DuePolicy, ageInMs: number, isLatest: boolean): Missed | null {
  if (ageInMs <= MISSED_AFTER_MS) return null;
  if (missed === 'skip') return { code: 'service_was_down' };
  if (missedWindowSeconds !== null && ageInMs > missedWindowSeconds * 1_000) {
    return { code: 'missed_window', windowSeconds: missedWindowSeconds };
  }
  return missed === 'runAll' || isLatest ? null : { code: 'service_was_down' };
}

function passOver(due: Date | null, { next, now, keptSince, policy = DEFAULT_POLICY }: FiringFacts): Date | null {
  const untilMs = Math.min(keptSince.getTime(), firstMadeUpFor(policy, now));
  const kept = due !== null && due.getTime() < untilMs ? next(new Date(untilMs - 1)) : null;
  // An older instant is passed over only if a later one stands in for it; else it may be the one to run.
  return kept !== null && kept <= now ? kept : due;
}

/** Where each missed instant has a run of its own, only those that the window leaves behind have none. */
function firstMadeUpFor({ missed, missedWindowSeconds }: DuePolicy, now: Date): number {
  if (missed !== 'runAll') return Infinity;
  return missedWindowSeconds === null ? -Infinity : now.getTime() - missedWindowSeconds * 1_000;
}
