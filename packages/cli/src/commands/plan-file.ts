import type { CarillonClient } from '@carillon/client';
import type { Command } from 'commander';
import type { Call } from '../command/call.js';
import { readJobsFile, type FileOfJobs } from '../file/read-jobs-file.js';
import type { Job } from '../plan/compare-job.js';
import { readFireTimes, type FireTimes } from '../plan/fire-times.js';
import { makePlan } from '../plan/make-plan.js';
import type { PlanView } from '../plan/render-plan.js';

export interface PlanOptions {
  file: string;
  prune?: boolean;
  times: boolean;
}

/** The options that `plan` and `apply` share. */
export function addPlanOptions(command: Command): Command {
  return command
    .requiredOption('-f, --file <path>', 'file of jobs')
    .option('--prune', 'delete jobs that an earlier version of the file made and that are not in it any more')
    .option('--no-times', 'do not ask when jobs are going to fire, which is an API call for each that is new or moved');
}

export interface PlannedFile extends PlanView {
  readonly client: CarillonClient;
  readonly file: FileOfJobs;
}

/** Reads the file, compares it with the server, and asks what would fire when. Writes nothing. */
export async function planFile(call: Call<PlanOptions>): Promise<PlannedFile> {
  const { options, settings, terminal } = call;
  const file = await readJobsFile(options.file, settings);
  const client = await call.client();
  const plan = makePlan(file, await readStored(client, file.tag));
  const times = options.times
    ? await readFireTimes(client, plan, { path: file.path, terminal })
    : new Map<string, FireTimes>();
  return { client, file, plan, times, prune: options.prune === true, color: terminal.color };
}

async function readStored(client: CarillonClient, tag: string): Promise<Job[]> {
  const jobs: Job[] = [];
  for await (const page of client.pages('listJobs', { query: { tag, limit: 100 } })) jobs.push(...page);
  return jobs;
}
