import { type FireInstant, take, type Timetable } from './next-fire.js';

/** One line of a preview, ready for JSON. `at` is UTC with milliseconds, `local` the wall time with its offset. */
export interface PreviewedFiring {
  readonly at: string;
  readonly local: string;
  readonly dst: FireInstant['dst'];
}

/** The next `count` firings strictly after an instant; fewer if the timetable ends. */
export function previewFirings(timetable: Timetable, after: Date, count: number): PreviewedFiring[] {
  return take(timetable, after, count).map(({ at, local, dst }) => ({ at: at.toISOString(), local, dst }));
}
