import { runPartition } from './partition.js';

const DAY_MS = 86_400_000;

/** Beyond the calendar's reach is as good as for ever; a plan is a row that an operator may set to anything. */
const MOST_DAYS = 36_500;

/** For how long a plan keeps the logs of its users. */
export interface Retention {
  plan: string;
  logRetentionDays: number;
}

/** A plan's users keep what was due at or after `keptSince`. */
export interface PlanCut {
  plan: string;
  keptSince: Date;
}

/** What pruning is to do with a partition. */
export interface PartitionPruning {
  day: string;
  /** Set when the whole day is past the longest retention of any plan: since when that keeps. The partition may go. */
  pastAllSince: Date | null;
  /** Whose rows go one by one, if the partition stays. */
  cuts: PlanCut[];
}

/** The instant from which on logs are kept. */
export function keptSince(now: Date, retentionDays: number): Date {
  const days = Math.min(Math.max(retentionDays, 0), MOST_DAYS);
  return new Date(now.getTime() - days * DAY_MS);
}

/** Since when each plan keeps. */
export function cutsOf(retentions: readonly Retention[], now: Date): PlanCut[] {
  return retentions.map(({ plan, logRetentionDays }) => ({ plan, keptSince: keptSince(now, logRetentionDays) }));
}

/**
 * What there is to prune, oldest day first; days of which everything is kept are left out. Rows of the plan that keeps
 * longest go with their partition, a day late at most: deleting them one by one first would be work for nothing.
 */
export function planPruning(facts: {
  retentions: readonly Retention[];
  days: readonly string[];
  now: Date;
}): PartitionPruning[] {
  const cuts = cutsOf(facts.retentions, facts.now);
  const earliest = cuts.map((cut) => cut.keptSince).sort((a, b) => a.getTime() - b.getTime())[0];
  if (earliest === undefined) return [];
  return [...facts.days]
    .sort()
    .map((day) => planDay(day, cuts, earliest))
    .filter(({ pastAllSince, cuts: due }) => pastAllSince !== null || due.length > 0);
}

function planDay(day: string, cuts: readonly PlanCut[], earliest: Date): PartitionPruning {
  const { from, to } = runPartition(day);
  const isPastAll = new Date(to) <= earliest;
  return {
    day,
    pastAllSince: isPastAll ? earliest : null,
    cuts: cuts.filter((cut) => new Date(from) < cut.keptSince && (isPastAll || cut.keptSince > earliest)),
  };
}
