import type { Command } from 'commander';
import type { Call, Result } from '../../command/call.js';
import { defineCommand, type Attach } from '../../command/define-command.js';
import { duration, instant } from '../../command/option-values.js';
import { eachOf } from '../../output/each-of.js';
import { startProgress } from '../../output/progress.js';
import { table } from '../../output/table.js';
import { findJob, type Job } from './find-job.js';
import type { JobChanges } from './job-options.js';
import { stateOf } from './list-jobs.js';
import { withoutSecrets } from './show-headers.js';

interface PauseOptions {
  until?: string;
  for?: number;
}

/** Until somebody resumes it: no calendar of ours goes further. */
const FOR_GOOD = '9999-12-31T23:59:59.000Z';

export const pauseJobs = defineSwitch<PauseOptions>({
  usage: 'pause <job...>',
  summary: 'Let due instants pass; without --until or --for until `resume`.',
  configure: (command) =>
    command
      .option('--until <instant>', 'when it ends by itself', instant)
      .option('--for <time>', 'for how long, e.g. 90m', duration),
  changes: ({ until, for: ms }) => ({
    pausedUntil: until ?? (ms === undefined ? FOR_GOOD : new Date(Date.now() + ms).toISOString()),
  }),
});

export const resumeJobs = defineSwitch({
  usage: 'resume <job...>',
  summary: 'End a pause.',
  changes: () => ({ pausedUntil: null }),
});

export const enableJobs = defineSwitch({
  usage: 'enable <job...>',
  summary: 'Enable cron jobs: they are due from now on.',
  changes: () => ({ enabled: true }),
});

export const disableJobs = defineSwitch({
  usage: 'disable <job...>',
  summary: 'Disable cron jobs: they are not due any more.',
  changes: () => ({ enabled: false }),
});

interface SwitchSpec<O extends object> {
  usage: string;
  summary: string;
  configure?(command: Command): Command;
  readonly changes: (options: O) => JobChanges;
}

/** A command that makes the same change to every job it names. */
function defineSwitch<O extends object = object>({ changes, ...spec }: SwitchSpec<O>): Attach {
  return defineCommand<O>({ ...spec, run: (call) => change(call, changes(call.options)) });
}

async function change({ client, operands, terminal }: Call, body: JobChanges): Promise<Result> {
  const carillon = await client();
  // All are looked up before the first is changed: a misspelt name changes nothing.
  const jobs = await eachOf(operands, (wanted) => findJob(carillon, wanted));
  const progress = startProgress(terminal, 'Changing', jobs.length);
  const changed = await eachOf(jobs, async ({ id: jobId }): Promise<Job> => {
    const job = await carillon.updateJob({ path: { jobId }, body });
    progress.step();
    return withoutSecrets(job);
  }).finally(() => progress.end());
  const rows = changed.map((job) => [job.id, job.name, stateOf(job), job.nextRunAt]);
  return { text: table(['ID', 'NAME', 'STATE', 'NEXT'], rows, terminal.color), data: changed };
}
