import { UsageError } from '../exit-codes.js';
import type { FileOfJobs } from '../file/read-jobs-file.js';
import type { SettledJob } from '../file/settled-job.js';
import { compareJob, type FieldChange, type Job } from './compare-job.js';

export interface ChangedJob {
  readonly wanted: SettledJob;
  readonly stored: Job;
  readonly changes: readonly FieldChange[];
}

/** What would make the server have what a file says. */
export interface Plan {
  readonly create: readonly SettledJob[];
  readonly change: readonly ChangedJob[];
  /** Jobs with the file's tag that are not in it. */
  readonly leftOver: readonly Job[];
  readonly unchanged: readonly Job[];
  /** What could not be compared, in sentences. */
  readonly notes: readonly string[];
}

/** Compares a file with the jobs that have its tag. A job is known by its name among them. */
export function makePlan({ jobs, scope }: FileOfJobs, stored: readonly Job[]): Plan {
  const byName = new Map(stored.map((job) => [job.name, job]));
  if (byName.size < stored.length) throw new UsageError(twice(stored, scope));
  const wanted = new Set(jobs.map(({ name }) => name));
  const compared = jobs.flatMap((job) => {
    const found = byName.get(job.name);
    return found === undefined ? [] : [{ wanted: job, stored: found, ...compareJob(found, job) }];
  });
  return {
    create: jobs.filter(({ name }) => !byName.has(name)),
    change: compared.filter(({ changes }) => changes.length > 0),
    leftOver: stored.filter(({ name }) => !wanted.has(name)),
    unchanged: compared.filter(({ changes }) => changes.length === 0).map((same) => same.stored),
    notes: compared.flatMap(({ wanted: { name }, unreadable }) =>
      unreadable.map(
        (header) => `${name}: headers.${header} cannot be compared, since this key may not read its value.`,
      ),
    ),
  };
}

function twice(stored: readonly Job[], scope: string): string {
  const seen = new Set<string>();
  const names = stored.flatMap(({ name }) => (seen.size === seen.add(name).size ? [name] : []));
  return `Several jobs of the scope "${scope}" have the same name: ${[...new Set(names)].join(', ')}. Delete or rename all but one.`;
}
