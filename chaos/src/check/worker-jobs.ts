import { groupBy, linesOf, type Facts } from './facts.js';
import { fault, figure, type Finding } from './finding.js';
import { iso } from './firings.js';
import type { ActivatedLine, AckLine, DisturbanceLine, ReportedLine } from '../records.js';

const FINAL = new Set(['COMPLETED', 'FAILED', 'CANCELLED', 'ERROR_THROWN']);

/** Whether every worker job was handed out to one at a time, and ended once. */
export function checkWorkerJobs({ acks, workerJobs, disturbances }: Facts): Finding[] {
  const made = linesOf(acks, 'made');
  const stored = new Map(workerJobs.map((job) => [job.key, job]));
  const reported = linesOf(acks, 'reported');
  const completions = reported.filter((line) => line.verb === 'complete' && line.outcome === 'accepted');
  const twice = [...groupBy(completions, (line) => line.key)].filter(([, group]) => group.length > 1);
  const stale = completions.filter((line) => stored.get(line.key)?.activationId !== line.activationId);
  const unfinished = workerJobs.filter((job) => !FINAL.has(job.state));
  const names = [...groupBy(workerJobs, (job) => job.name)].filter(([, group]) => group.length > 1);
  return [
    figure('worker jobs made', made.length, statesOf(workerJobs.map((job) => job.state))),
    fault(
      'worker jobs lost',
      made.filter((line) => !stored.has(line.key)).map(({ key }) => key),
    ),
    fault(
      'worker jobs made twice for one idempotency key',
      names.map(([name]) => name),
    ),
    fault(
      'worker jobs that did not end',
      unfinished.map(({ key, state }) => `${key} is ${state}`),
    ),
    fault(
      'worker jobs completed twice',
      twice.map(([key]) => key),
    ),
    fault('completions accepted from an activation that was not the last', stale.map(describeReport)),
    fault('worker jobs handed out while somebody held them', handedOutTwice(acks, disturbances)),
    figure('reports refused', reported.filter((line) => line.outcome === 'refused').length, refusals(reported)),
    fault('reports on jobs that are said not to exist', reported.filter(isAboutNothing).map(describeReport)),
  ];
}

/** Before a lease is on the disk, for which it does not wait (docs/adr/0016), a crash of Postgres forgets it. */
const LEASE_ON_DISK_MS = 1_000;

/** Two activations whose leases overlap, unless the first was given back in between, or forgotten. */
function handedOutTwice(acks: readonly AckLine[], disturbances: readonly DisturbanceLine[]): string[] {
  const crashes = disturbances.filter((one) => one.kind === 'postgres-restart');
  const isForgotten = ({ at }: ActivatedLine) => crashes.some(({ from }) => Math.abs(from - at) <= LEASE_ON_DISK_MS);
  const givenBack = new Set(linesOf(acks, 'reported').map((line) => line.activationId));
  const groups = groupBy(linesOf(acks, 'activated'), (line) => line.key);
  return [...groups.values()].flatMap((activations) => {
    const inOrder = [...activations].sort((a, b) => a.deadline - b.deadline);
    const overlaps = inOrder.slice(1).filter((next, i) => {
      const before = inOrder[i] as ActivatedLine;
      return next.at < before.deadline && !givenBack.has(before.activationId) && !isForgotten(before);
    });
    return overlaps.map(({ key, at }) => `${key} at ${iso(at)}`);
  });
}

function refusals(reported: readonly ReportedLine[]): string[] {
  return statesOf(reported.filter((line) => line.outcome === 'refused').map((line) => line.reason ?? 'no reason'));
}

function statesOf(words: readonly string[]): string[] {
  return [...groupBy(words, (word) => word)].map(([word, group]) => `${word}: ${group.length}`);
}

const isAboutNothing = ({ outcome, reason }: ReportedLine) => outcome === 'refused' && reason === 'JOB_NOT_FOUND';

const describeReport = ({ verb, key, activationId, reason, at }: ReportedLine) =>
  `${verb} ${key} under ${activationId} at ${iso(at)}${reason === null ? '' : ` (${reason})`}`;
