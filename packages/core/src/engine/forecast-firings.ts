import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Db } from '../db/client.js';
import { readClock } from '../db/queries/clock.js';
import { selectUpcomingGroups, type UpcomingGroup, type UpcomingTarget } from '../db/queries/upcoming.js';
import {
  firingsPerMinute,
  forecastSpan,
  minuteAt,
  type FiringsPerMinute,
  type ForecastSpan,
} from '../domain/forecast/firings-per-minute.js';
import { findSpikes } from '../domain/forecast/spikes.js';
import { timetableOf } from './timetables.js';

/** Different schedules that are worked out, and due instants of them: about 0.1 s in all. */
const MAX_SCHEDULES = 2_000;
const MAX_INSTANTS = 60_000;
/** Between these, others get their turn; a schedule that is met for the first time takes as long as so many instants. */
const INSTANTS_A_TURN = 5_000;
const INSTANTS_A_SCHEDULE = 100;
const MAX_HOSTS = 20;
const MAX_SPIKES = 100;

/** What is going to be due in the next minutes. */
export interface Forecast {
  since: Date;
  until: Date;
  /** There is more than was worked out. */
  truncated: boolean;
  minutes: { at: Date; firings: number }[];
  /** Busiest first. */
  hosts: { host: string; firings: number }[];
  spikes: { at: Date; host: string; firings: number }[];
}

/** Firings of each target in each minute. */
type Tally = Map<string, number[]>;

/** Works out when a user's cron jobs are going to be due, by the schedules that they share. */
export async function forecastFirings(
  db: Db,
  { userId, minutes }: { userId: string; minutes: number },
): Promise<Forecast> {
  const span = forecastSpan(await readClock(db), minutes);
  const until = minuteAt(span, minutes);
  const groups = await selectUpcomingGroups(db, { userId, until, limit: MAX_SCHEDULES + 1 });
  const { tally, isCut } = await workOut(groups.slice(0, MAX_SCHEDULES), span);
  return { since: span.since, until, truncated: isCut || groups.length > MAX_SCHEDULES, ...summarize(tally, span) };
}

async function workOut(groups: readonly UpcomingGroup[], span: ForecastSpan) {
  const tally: Tally = new Map();
  let left = MAX_INSTANTS;
  let inTurn = 0;
  for (const group of groups) {
    const { pausedUntil = null } = group.policy;
    const timetable = timetableOf({ ...group, id: group.id ?? '' });
    const fired = firingsPerMinute(timetable, span, { pausedUntil, most: left });
    add(tally, group.targets, fired, span.minutes);
    if (fired.isCut) return { tally, isCut: true };
    left -= fired.instants;
    inTurn += fired.instants + INSTANTS_A_SCHEDULE;
    if (inTurn < INSTANTS_A_TURN) continue;
    inTurn = 0;
    await nextTurn();
  }
  return { tally, isCut: false };
}

function add(tally: Tally, targets: readonly UpcomingTarget[], { counts }: FiringsPerMinute, minutes: number): void {
  for (const target of targets) {
    const host = hostOf(target);
    const known = tally.get(host) ?? new Array<number>(minutes).fill(0);
    tally.set(host, known);
    for (const [minute, firings] of counts) known[minute] = (known[minute] ?? 0) + firings * target.jobs;
  }
}

/** What the calls of a target count under: its host and port as URLs spell them, so that one host has one name. */
function hostOf({ origin, workerType }: UpcomingTarget): string {
  if (origin === null) return `worker:${workerType ?? ''}`;
  return URL.canParse(origin) ? new URL(origin).host : origin;
}

function summarize(tally: Tally, span: ForecastSpan): Pick<Forecast, 'minutes' | 'hosts' | 'spikes'> {
  const total = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0);
  const columns = [...tally.values()];
  const hosts = [...tally].map(([host, counts]) => ({ host, firings: total(counts) }));
  return {
    minutes: Array.from({ length: span.minutes }, (_, minute) => ({
      at: minuteAt(span, minute),
      firings: total(columns.map((counts) => counts[minute] ?? 0)),
    })),
    hosts: hosts
      .filter(({ firings }) => firings > 0)
      .sort((a, b) => b.firings - a.firings || (a.host < b.host ? -1 : 1))
      .slice(0, MAX_HOSTS),
    spikes: findSpikes(tally)
      .slice(0, MAX_SPIKES)
      .map(({ minute, ...same }) => ({ at: minuteAt(span, minute), ...same })),
  };
}
