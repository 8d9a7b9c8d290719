import { planFirings, type Firing } from '../run/plan-firings.js';
import type { FireInstant, Timetable } from '../schedule/next-fire.js';
import { planTurns, type TurnVerdict } from './plan-turns.js';
import { showInstant, type PreviewedFiring, type PreviewReason } from './preview-firings.js';
import type { RunPolicy } from './run-policy.js';

/** What becomes of an instant after an outage: it is run at once or when its turn comes, or it is not. */
export type OutageFate = 'run' | 'wait' | 'missed' | 'skip';

export interface OutageFacts {
  timetable: Timetable;
  policy: RunPolicy;
  /** What of the jitter is not known yet. */
  openSeconds: number;
  /** The service was down from here, and is back at `to`. */
  from: Date;
  to: Date;
  /** Most instants that are shown. */
  limit: number;
}

/**
 * What becomes of the instants of an outage when the service is back: they are decided at once, as a claim does, and so
 * none of their runs has ended when the next asks for its turn.
 * @returns null when there are more than the limit: of those that come last, which matter most, nothing would be shown.
 */
export function previewOutage(facts: OutageFacts): PreviewedFiring<OutageFate>[] | null {
  const due = instantsOf(facts);
  const [first] = due;
  if (first === undefined) return [];
  if (due.length > facts.limit) return null;
  const { timetable, policy, to, limit } = facts;
  const next = (after: Date) => timetable.next(after)?.at ?? null;
  const { firings } = planFirings({ firstDue: first.at, next, now: to, limit, keptSince: new Date(0), policy });
  const verdicts = turnsOf(firings, policy);
  return due.flatMap((instant, i) => {
    const firing = firings[i];
    if (firing === undefined) return [];
    return { ...showInstant(instant, facts.openSeconds), ...fateOf(firing, verdicts.get(idOf(firing))) };
  });
}

function instantsOf({ timetable, from, to, limit }: OutageFacts): FireInstant[] {
  const instants: FireInstant[] = [];
  let next = timetable.next(new Date(from.getTime() - 1));
  while (next !== null && next.at <= to && instants.length <= limit) {
    instants.push(next);
    next = timetable.next(next.at);
  }
  return instants;
}

/** In place of a run's id, which it does not have. */
const idOf = ({ at }: Firing): string => at.toISOString();

function turnsOf(firings: readonly Firing[], { overlap }: RunPolicy): ReadonlyMap<string, TurnVerdict> {
  if (overlap === 'allow') return new Map();
  const asking = firings.filter(({ fate }) => fate === 'run').map(idOf);
  return planTurns({ overlap, holder: null, waiting: 0, first: null }, asking).verdicts;
}

function fateOf(
  firing: Firing,
  verdict: TurnVerdict = { kind: 'hold' },
): { fate: OutageFate; reason: PreviewReason | null } {
  if (firing.fate === 'missed') return { fate: 'missed', reason: firing.reason };
  if (firing.fate === 'skipped') return { fate: 'skip', reason: firing.reason };
  switch (verdict.kind) {
    case 'hold':
      return { fate: 'run', reason: null };
    case 'wait':
      return { fate: 'wait', reason: null };
    case 'skip':
      return { fate: 'skip', reason: inPlaceOfIds(verdict.reason) };
  }
}

function inPlaceOfIds(reason: Extract<TurnVerdict, { kind: 'skip' }>['reason']): PreviewReason {
  return reason.code === 'overlap_queue_full' ? reason : { code: reason.code, at: reason.runId };
}
