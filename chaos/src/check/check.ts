import { checkCalls } from './calls.js';
import type { Facts } from './facts.js';
import { fault, figure, type Finding } from './finding.js';
import { checkFirings, iso } from './firings.js';
import { checkJobs } from './jobs.js';
import { linesOf } from './facts.js';
import { checkWorkerJobs } from './worker-jobs.js';

/** Everything that is held against what was written down, in the order in which it is read. */
export function check(facts: Facts): Finding[] {
  return [
    ...checkJobs(facts),
    ...checkFirings(facts),
    ...lateness(facts),
    ...checkCalls(facts),
    ...checkWorkerJobs(facts),
    ...checkProcesses(facts),
  ];
}

function lateness({ runs }: Facts): Finding[] {
  const late = runs
    .filter((run) => run.type === 'AUTO' && run.startedAt !== null)
    .map((run) => (run.startedAt ?? 0) - run.scheduledFor)
    .sort((a, b) => a - b);
  const at = (share: number) => late[Math.min(late.length - 1, Math.floor(late.length * share))] ?? 0;
  return [
    figure('lateness p50, ms', at(0.5)),
    figure('lateness p99, ms', at(0.99)),
    figure('lateness max, ms', late.at(-1) ?? 0),
  ];
}

function checkProcesses({ acks, exits, disturbances, commits }: Facts): Finding[] {
  const faults = linesOf(acks, 'fault').map(({ request, status, text }) => `${request} answered ${status}: ${text}`);
  const deeds = new Map<string, number>();
  for (const { kind } of disturbances) deeds.set(kind, (deeds.get(kind) ?? 0) + 1);
  return [
    figure(
      'slowest commit of one small row, or wait for a lock, ms',
      Math.max(0, ...commits.map((commit) => commit.ms)),
    ),
    figure('disturbances', disturbances.length, [[...deeds].map(([kind, count]) => `${kind} ${count}`).join(', ')]),
    fault(
      'processes that ended though nobody asked them to, or not as they should',
      exits.map(({ name, why, lastLines, at }) => `${name} at ${iso(at)} ${why}\n${lastLines.join('\n')}`),
    ),
    fault('answers that no request may get', faults),
  ];
}
