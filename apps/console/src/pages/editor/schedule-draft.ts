import type { Components } from '@carillon/client/rest';
import { draftOf } from './draft-of';
import type { EditorValues } from './values';

export type ScheduleDraft = Components['schemas']['ScheduleDraft'];

/** What of the editor's fields decides which instants are due, and what becomes of them. */
export function scheduleDraftOf(values: EditorValues): ScheduleDraft {
  const draft = draftOf(values);
  const { schedule, timezone, dstGap, dstFold, overlap, missed } = values;
  const { missedWindowSeconds, jitterSeconds, startAt, endAt, pausedUntil } = draft;
  return {
    schedule,
    timezone,
    dstGap,
    dstFold,
    overlap,
    missed,
    ...{ missedWindowSeconds: missedWindowSeconds ?? null, jitterSeconds: jitterSeconds ?? null },
    ...{ startAt: startAt ?? null, endAt: endAt ?? null, pausedUntil: pausedUntil ?? null },
  };
}
