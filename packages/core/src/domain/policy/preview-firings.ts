import { pauseOf } from '../run/plan-firings.js';
import type { RunReason } from '../run/reason.js';
import { take, type FireInstant, type Timetable } from '../schedule/next-fire.js';

/** Why an instant that a preview shows is not going to be a run, as facts. */
export type PreviewReason =
  | Extract<RunReason, { code: 'paused' | 'service_was_down' | 'missed_window' | 'overlap_queue_full' }>
  /** The rules for clock changes leave it out. */
  | { code: 'dst_gap' }
  | { code: 'dst_fold' }
  /** The run due then, an ISO instant, has not ended. */
  | { code: 'overlap'; at: string }
  /** The run due then takes its place. */
  | { code: 'superseded'; at: string };

/** One line of a preview, ready for JSON but for its reason. `at` is UTC with milliseconds, `local` the wall time with its offset. */
export interface PreviewedFiring<Fate extends string = 'run' | 'skip'> {
  at: string;
  local: string;
  dst: FireInstant['dst'];
  /** Where it is due at the latest, if its place within the jitter is not known yet. */
  latest: string;
  fate: Fate;
  reason: PreviewReason | null;
}

export interface PreviewFacts {
  timetable: Timetable;
  /** All that other rules for clock changes would add to it, to be shown as left out; null shows none. */
  considered: Timetable | null;
  /** What of the jitter is not known yet. */
  openSeconds: number;
  pausedUntil: string | null;
}

/** The next `count` instants strictly after one, and what the policy is going to do with them; fewer if the timetable ends. */
export function previewFirings(facts: PreviewFacts, after: Date, count: number): PreviewedFiring[] {
  const { timetable, considered, openSeconds } = facts;
  return take(considered ?? timetable, after, count).map((instant) => {
    const reason = whyLeftOut(timetable, instant) ?? whyPaused(facts, instant);
    return { ...showInstant(instant, openSeconds), fate: reason === null ? 'run' : 'skip', reason };
  });
}

/** An instant as previews spell it. */
export function showInstant({ at, local, dst }: FireInstant, openSeconds: number) {
  const latest = new Date(at.getTime() + openSeconds * 1_000);
  return { at: at.toISOString(), local, dst, latest: latest.toISOString() };
}

function whyLeftOut(timetable: Timetable, { at, dst }: FireInstant): PreviewReason | null {
  if (dst === null || timetable.next(new Date(at.getTime() - 1))?.at.getTime() === at.getTime()) return null;
  return { code: dst === 'gap' ? 'dst_gap' : 'dst_fold' };
}

function whyPaused({ pausedUntil }: PreviewFacts, { at }: FireInstant): PreviewReason | null {
  const pause = pauseOf({ pausedUntil });
  return pause !== null && at < pause.until ? pause.reason : null;
}
