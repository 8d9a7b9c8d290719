import type { WebhookEvent } from './events.js';

/** What a webhook wants to be told. */
export interface WebhookRule {
  events: readonly WebhookEvent[];
  /** A failure is told from so many in a row on. */
  onlyAfterFailures: number;
}

/** Something that came true of a cron job. */
export type Occurrence =
  /** A run ended, after so many failures in a row. */
  | { kind: 'succeeded' | 'failed'; failuresBefore: number }
  /** A due instant or a wish that was not carried out: the ledger says why. */
  | { kind: 'skipped' }
  /** The cron job was disabled because it failed too often. */
  | { kind: 'disabled' };

/**
 * The events that a webhook is told of: the one place that decides. `recovered` is the first success after as many
 * failures in a row as make a failure worth telling. (Runs of worker jobs end in SQL: `decide_webhook_events` in migration
 * 0007 says the same, and a test holds the two together.)
 */
export function decideEvents(occurrence: Occurrence, rule: WebhookRule): WebhookEvent[] {
  return eventsOf(occurrence, rule.onlyAfterFailures).filter((event) => rule.events.includes(event));
}

function eventsOf(occurrence: Occurrence, onlyAfterFailures: number): WebhookEvent[] {
  switch (occurrence.kind) {
    case 'succeeded':
      return occurrence.failuresBefore >= onlyAfterFailures ? ['success', 'recovered'] : ['success'];
    case 'failed':
      return occurrence.failuresBefore + 1 >= onlyAfterFailures ? ['failure'] : [];
    case 'skipped':
    case 'disabled':
      return [occurrence.kind];
  }
}

/** A run that ended. */
export interface EndedRun {
  runId: string;
  cronJobId: string;
  state: 'succeeded' | 'failed';
}

/**
 * Counts, for each of a group of ended runs, the failures of its cron job in a row before it.
 * @param ended in the order they ended.
 * @param before each cron job's failures in a row before the group; none where it is not named.
 */
export function countFailuresBefore<Run extends EndedRun>(
  ended: readonly Run[],
  before: ReadonlyMap<string, number>,
): (Run & { failuresBefore: number })[] {
  const inRow = new Map(before);
  return ended.map((run) => {
    const failuresBefore = inRow.get(run.cronJobId) ?? 0;
    inRow.set(run.cronJobId, run.state === 'failed' ? failuresBefore + 1 : 0);
    return { ...run, failuresBefore };
  });
}
