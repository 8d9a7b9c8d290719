import { editsByJob, groupBy, linesOf, type Facts, type RunRow } from './facts.js';
import { fault, figure, type Finding } from './finding.js';
import { instantsOf, phasesOf, type Phase } from './phases.js';

/** How long before an edit an instant may have been due and nobody there to claim it: both schedulers frozen, and some. */
const UNCLAIMED_MS = 30_000;

/** Whether each due instant is in the ledger, once, and nothing else is. */
export function checkFirings(facts: Facts): Finding[] {
  const edits = editsByJob(facts.acks);
  const auto = groupBy(
    facts.runs.filter((run) => run.type === 'AUTO'),
    (run) => run.jobId,
  );
  const absent: string[] = [];
  const cutOff: string[] = [];
  const unexpected: string[] = [];
  const doubled: string[] = [];
  let expected = 0;
  for (const created of linesOf(facts.acks, 'created')) {
    const phases = phasesOf(created, edits.get(created.jobId) ?? [], facts.closedAt);
    const rows = auto.get(created.jobId) ?? [];
    const entered = new Set(rows.map((row) => row.scheduledFor));
    for (const phase of phases) {
      for (const at of instantsOf(phase.period, phase.certainFrom, phase.certainTo)) {
        expected++;
        if (entered.has(at)) continue;
        (phase.isCutOff && at > phase.certainTo - UNCLAIMED_MS ? cutOff : absent).push(
          `${created.jobId} at ${iso(at)}`,
        );
      }
    }
    unexpected.push(...rows.filter((row) => !isPossible(row, phases)).map(describeRun));
    doubled.push(...repeatsIn(rows));
  }
  const early = facts.runs.filter((run) => run.startedAt !== null && run.startedAt < run.scheduledFor);
  return [
    figure('due instants, reckoned from the acknowledged schedules', expected),
    fault('due instants absent from the ledger', absent),
    figure('due instants that an edit took back before anybody saw them', cutOff.length, cutOff),
    fault('ledger rows at instants that no schedule had', unexpected),
    fault('due instants entered twice', doubled),
    fault('runs started before they were due', early.map(describeRun)),
  ];
}

function isPossible({ scheduledFor }: RunRow, phases: readonly Phase[]): boolean {
  return phases.some(
    ({ period, possibleFrom, possibleTo }) =>
      scheduledFor % (period * 1_000) === 0 && scheduledFor > possibleFrom && scheduledFor <= possibleTo,
  );
}

function repeatsIn(rows: readonly RunRow[]): string[] {
  const groups = groupBy(rows, (row) => String(row.scheduledFor));
  return [...groups.values()].filter((group) => group.length > 1).map((group) => group.map(describeRun).join(' and '));
}

export function describeRun({ id, jobId, type, state, scheduledFor, attempt }: RunRow): string {
  return `${id} of ${jobId}, ${type} ${iso(scheduledFor)}, ${state}, attempt ${attempt}`;
}

export const iso = (at: number) => new Date(at).toISOString().slice(11, 23);
