import type { Overlap } from './run-policy.js';

/** Every choice but the one that makes no turns. */
export type ExclusiveOverlap = Exclude<Overlap, 'allow'>;

/** How the turn of a cron job stands when a run asks for it. */
export interface TurnFacts {
  overlap: ExclusiveOverlap;
  /** The run whose turn it is; null when nobody has it. */
  holder: string | null;
  /** Runs that wait for it. */
  waiting: number;
  /** The one that has waited longest; null when nobody waits. */
  first: string | null;
}

/** What becomes of the run that asks. */
export type OverlapDecision =
  | { kind: 'run' }
  /** `runId` has not ended. */
  | { kind: 'skip'; runId: string }
  | { kind: 'wait' }
  | { kind: 'queueFull'; waiting: number }
  /** It takes the place of everything before it. */
  | { kind: 'cancelPrevious' };

/** Beyond this many that wait, a cron job does not keep up with its schedule, and more waiting would not help. */
export const MAX_WAITING = 100;

/**
 * Decides about a run of a cron job that lets one run at a time go on. Who waits comes before who asks now: nobody is
 * overtaken, whatever the policy was when he began to wait.
 */
export function decideOverlap({ overlap, holder, waiting, first }: TurnFacts): OverlapDecision {
  const ahead = holder ?? first;
  if (ahead === null) return { kind: 'run' };
  switch (overlap) {
    case 'skip':
      return { kind: 'skip', runId: ahead };
    case 'queue':
      return waiting >= MAX_WAITING ? { kind: 'queueFull', waiting } : { kind: 'wait' };
    case 'cancelPrevious':
      return { kind: 'cancelPrevious' };
  }
}

/** What becomes of the run that has waited longest. */
export type AdmissionDecision =
  /** Its turn is not yet. */
  | 'wait'
  /** It has the turn from now on. */
  | 'hold'
  /** Turns are no longer taken: it goes without. */
  | 'free'
  | 'cancel';

/**
 * Decides about the run that has waited longest, as its cron job stands now. Scheduled runs of a disabled cron job do not
 * run, as those in a batch do not; one that was asked for by hand does.
 */
export function decideAdmission(facts: {
  overlap: Overlap;
  enabled: boolean;
  holder: string | null;
  type: 'AUTO' | 'MANUAL';
}): AdmissionDecision {
  const mayRun = facts.enabled || facts.type === 'MANUAL';
  if (facts.overlap === 'allow') return mayRun ? 'free' : 'cancel';
  if (facts.holder !== null) return 'wait';
  return mayRun ? 'hold' : 'cancel';
}
