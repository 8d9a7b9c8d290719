import { editsByJob, groupBy, linesOf, type Facts } from './facts.js';
import { fault, figure, type Finding } from './finding.js';
import { describeRun } from './firings.js';

/** Whether everything that was acknowledged is there, as it was acknowledged, and nothing is left undone. */
export function checkJobs(facts: Facts): Finding[] {
  const { acks, runs, jobs, bookings, openBatches } = facts;
  const created = linesOf(acks, 'created');
  const executed = linesOf(acks, 'executed');
  const runIds = new Set(runs.map((run) => run.id));
  const unfinished = runs.filter((run) => run.state === 'queued').map(describeRun);
  const names = [...groupBy(jobs, (job) => job.name)].filter(([, group]) => group.length > 1).map(([name]) => name);
  const drift = bookings.filter(({ booked, counted }) => booked !== counted);
  return [
    figure('cron jobs created', created.length),
    ...checkDefinitions(facts),
    fault('cron jobs made twice for one idempotency key', names),
    figure('manual runs', executed.length),
    fault(
      'manual runs lost',
      executed.filter((run) => !runIds.has(run.runId)).map(({ runId, jobId }) => `${runId} of ${jobId}`),
    ),
    fault('runs that did not end', unfinished),
    fault('batches left in the hot set', Array<string>(openBatches).fill('a batch')),
    fault(
      'bookings that are not what they count',
      drift.map(({ what, booked, counted }) => `${what}: ${booked} booked, ${counted} counted`),
    ),
  ];
}

function checkDefinitions({ acks, jobs }: Facts): Finding[] {
  const stored = new Map(jobs.map((job) => [job.id, job]));
  const edits = editsByJob(acks);
  const lost: string[] = [];
  const back: string[] = [];
  const changed: string[] = [];
  for (const { jobId, name, period } of linesOf(acks, 'created')) {
    const own = edits.get(jobId) ?? [];
    const deletion = own.find((edit) => edit.verb === 'delete');
    const job = stored.get(jobId);
    if (job === undefined && deletion === undefined) lost.push(`${name} (${jobId})`);
    if (job !== undefined && deletion !== undefined && deletion.at !== null) back.push(`${name} (${jobId})`);
    // One that was not answered may or may not have been made.
    if (job === undefined || own.some((edit) => edit.at === null)) continue;
    const last = own.at(-1) ?? { period, version: 0, enabled: true };
    const isAsSaid =
      job.schedule === `*/${last.period} * * * * *` &&
      job.enabled === last.enabled &&
      job.url.endsWith(`/${last.version}`);
    if (!isAsSaid) changed.push(`${name} is ${JSON.stringify(job)}, acknowledged was ${JSON.stringify(last)}`);
  }
  return [
    fault('cron jobs lost', lost),
    fault('cron jobs that came back after their deletion', back),
    fault('cron jobs that are not as they were acknowledged', changed),
  ];
}
