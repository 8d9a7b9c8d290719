import type { CommitLine, DisturbanceLine } from '../records.js';
import type { Call } from './facts.js';

/** What happened around the calls. */
export interface Circumstances {
  disturbances: readonly DisturbanceLine[];
  commits: readonly CommitLine[];
}

/** Why a run was called again although it had been called. */
export type Explanation = 'killed' | 'frozen' | 'Postgres away' | null;

/** From the end of a call to its durable outcome: this, and as long as three commits of that time took. */
const OUTCOME_WITHIN_MS = 500;
const COMMITS_OF_AN_OUTCOME = 3;
/** How long after the call the slowest commit is looked for. */
const COMMITS_WITHIN_MS = 5_000;
/** A lease lasts 12 s from its last renewal, and is renewed every 4: held back for less, none is lost. */
const LEASE_SURVIVES_MS = 6_500;
const LEASE_MS = 12_000;

/**
 * Looks for what was done to the process that made a call, between the start of the call and the moment its outcome
 * must have been durable; or for enough time in which it could not renew the lease it called under.
 * @param next the call that repeats it.
 */
export function explainRepeat(call: Call, next: Call, { disturbances, commits }: Circumstances): Explanation {
  const own = disturbances.filter((one) => one.pid === call.pid);
  const away = disturbances.filter((one) => one.kind === 'postgres-restart');
  const endedAt = call.endedAt ?? Infinity;
  const written = endedAt + OUTCOME_WITHIN_MS + COMMITS_OF_AN_OUTCOME * slowestCommit(commits, endedAt);
  // Outcomes wait for Postgres as long as their process lives.
  const waited = away.some((one) => one.from <= written && one.to >= endedAt);
  const durableBy = written + (waited ? LEASE_MS : 0);
  if (own.some((one) => one.kind === 'kill' && one.from <= durableBy)) return 'killed';
  const [from, to] = [Math.min(call.at, next.at) - LEASE_MS, Math.max(call.at, next.at)];
  const frozenMs = overlap(
    own.filter((one) => one.kind === 'freeze'),
    from,
    to,
  );
  if (frozenMs > LEASE_SURVIVES_MS) return 'frozen';
  return frozenMs + overlap(away, from, to) > LEASE_SURVIVES_MS ? 'Postgres away' : null;
}

function slowestCommit(commits: readonly CommitLine[], endedAt: number): number {
  const near = commits.filter((commit) => commit.at >= endedAt && commit.at - commit.ms <= endedAt + COMMITS_WITHIN_MS);
  return Math.max(0, ...near.map((commit) => commit.ms));
}

function overlap(disturbances: readonly DisturbanceLine[], from: number, to: number): number {
  return disturbances.reduce((sum, one) => sum + Math.max(0, Math.min(one.to, to) - Math.max(one.from, from)), 0);
}
