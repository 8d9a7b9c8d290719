import { editsByJob, groupBy, type Call, type Facts, type RunRow } from './facts.js';
import { explainRepeat, type Circumstances } from './explain-repeat.js';
import { fault, figure, type Finding } from './finding.js';
import { describeRun, iso } from './firings.js';
import type { EditLine } from '../records.js';

/** Compares what the target saw with what the ledger says. */
export function checkCalls(facts: Facts): Finding[] {
  const runs = new Map(facts.runs.map((run) => [run.id, run]));
  const byRun = groupBy(facts.calls, (call) => call.runId);
  const unknown = facts.calls.filter((call) => !runs.has(call.runId));
  const early = facts.calls.filter((call) => call.at < call.scheduledFor);
  return [
    figure('calls', facts.calls.length),
    fault('calls without a ledger row', unknown.map(describeCall)),
    fault('calls before they were due', early.map(describeCall)),
    fault('due instants called under two keys', keysOfOneInstant(facts.calls)),
    ...checkRepeats(byRun, facts),
    fault('results taken from an attempt that was not the last', staleResults(facts.runs, byRun)),
    fault('successes that the target knows nothing of', unfounded(facts.runs, byRun)),
    ...checkEdits(facts, runs),
  ];
}

function keysOfOneInstant(calls: readonly Call[]): string[] {
  const groups = groupBy(calls, (call) => `${call.jobId} at ${iso(call.scheduledFor)}`);
  const keys = ([, group]: [string, Call[]]) => new Set(group.map((call) => call.runId)).size;
  return [...groups].filter((entry) => keys(entry) > 1).map(([instant]) => instant);
}

function checkRepeats(byRun: ReadonlyMap<string, Call[]>, circumstances: Circumstances): Finding[] {
  const explained = new Map<string, number>();
  const unexplained: string[] = [];
  for (const calls of byRun.values()) {
    const inOrder = [...calls].sort((a, b) => a.attempt - b.attempt || a.at - b.at);
    inOrder.slice(1).forEach((next, i) => {
      const call = inOrder[i] as Call;
      const why = call.attempt === next.attempt ? null : explainRepeat(call, next, circumstances);
      if (why === null) unexplained.push(`${describeCall(call)}; again ${describeCall(next)}`);
      else explained.set(why, (explained.get(why) ?? 0) + 1);
    });
  }
  const causes = [...explained].map(([why, count]) => `${why}: ${count}`);
  const count = [...explained.values()].reduce((sum, one) => sum + one, 0);
  return [
    figure('repeated calls of which a disturbance is the cause', count, causes),
    fault('repeated calls without a cause', unexplained),
  ];
}

/** The target's answer says which attempt it is for. */
function staleResults(runs: readonly RunRow[], byRun: ReadonlyMap<string, Call[]>): string[] {
  const isStale = ({ id, attempt, body }: RunRow) =>
    (body !== null && body !== `${id}:${attempt}`) || (byRun.get(id) ?? []).some((call) => call.attempt > attempt);
  return runs.filter((run) => run.attempt > 0 && isStale(run)).map(describeRun);
}

function unfounded(runs: readonly RunRow[], byRun: ReadonlyMap<string, Call[]>): string[] {
  const isKnown = ({ id, attempt, status }: RunRow) =>
    (byRun.get(id) ?? []).some((call) => call.attempt === attempt && call.status === status);
  return runs.filter((run) => run.state === 'succeeded' && !isKnown(run)).map(describeRun);
}

/**
 * A run may be taken just before an edit is acknowledged, and is called within a second of that unless its job is looked
 * at again; the other second is the machine's.
 */
const TAKEN_BEFORE_MS = 2_000;

function checkEdits({ calls, acks }: Facts, runs: ReadonlyMap<string, RunRow>): Finding[] {
  const edits = editsByJob(acks);
  const paused: string[] = [];
  const old: string[] = [];
  for (const call of calls) {
    const lastly = lastAcknowledged(edits.get(call.jobId) ?? [], call.at - TAKEN_BEFORE_MS);
    if (lastly === null) continue;
    const isAuto = runs.get(call.runId)?.type === 'AUTO';
    const edit = `${lastly.verb} acknowledged at ${iso(lastly.at ?? 0)}`;
    if ((isAuto && !lastly.enabled) || lastly.verb === 'delete') paused.push(`${describeCall(call)}; ${edit}`);
    if (call.version < lastly.version) old.push(`${describeCall(call)}; ${edit}`);
  }
  return [
    fault('calls of jobs whose pause or deletion was acknowledged', paused),
    fault('calls to a URL whose change was acknowledged', old),
  ];
}

/** The state that every later edit had not begun to change. */
function lastAcknowledged(edits: readonly EditLine[], before: number): EditLine | null {
  const begun = edits.filter((edit) => edit.sentAt <= before + TAKEN_BEFORE_MS);
  const last = begun.at(-1);
  return last === undefined || last.at === null || last.at > before ? null : last;
}

export function describeCall({ runId, attempt, pid, at, endedAt, status }: Call): string {
  const end = endedAt === null ? 'open' : `${status ?? 'cut'} at ${iso(endedAt)}`;
  return `${runId} attempt ${attempt} by ${pid} at ${iso(at)} (${end})`;
}
