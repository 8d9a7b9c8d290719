import { CarillonError, type CarillonClient, type Components } from '@carillon/client';
import { FileFaults } from '../file/faults.js';
import type { SettledJob } from '../file/settled-job.js';
import { eachOf } from '../output/each-of.js';
import { startProgress } from '../output/progress.js';
import type { Terminal } from '../terminal/terminal.js';
import type { Job } from './compare-job.js';
import type { Plan } from './make-plan.js';

export type Firing = Components['schemas']['Firing'];

/** The next due instants of a job, before and after. */
export interface FireTimes {
  /** Null when it is new. */
  readonly before: readonly Firing[] | null;
  readonly after: readonly Firing[];
}

/** The fields on which the instants depend. Jitter does too, but only an existing job knows its place in it. */
const TIMING = ['schedule', 'timezone', 'dstGap', 'dstFold', 'startAt', 'endAt'] as const;
const SHOWN = 5;

/** Asks for the due instants of every job that is new or whose timing changes, by name. Throws FileFaults. */
export async function readFireTimes(
  client: CarillonClient,
  { create, change }: Plan,
  { path, terminal }: { path: string; terminal: Terminal },
): Promise<ReadonlyMap<string, FireTimes>> {
  const moved = change.filter(({ changes }) => changes.some(({ field }) => TIMING.some((name) => name === field)));
  const asked = [...create.map((wanted) => ({ wanted, stored: null })), ...moved];
  const progress = startProgress(terminal, 'Asking for fire times', asked.length);
  const times = await eachOf(asked, async ({ wanted, stored }): Promise<[string, FireTimes]> => {
    const after = await preview(client, wanted.common).catch((error: unknown) => refuse(error, path, wanted));
    const before = stored && (await preview(client, stored));
    progress.step();
    return [wanted.name, { before, after }];
  }).finally(() => progress.end());
  return new Map(times);
}

function preview(client: CarillonClient, timing: Pick<Job, (typeof TIMING)[number]>): Promise<Firing[]> {
  const { schedule, timezone, dstGap, dstFold, startAt, endAt } = timing;
  const body = { schedule, timezone, dstGap, dstFold, startAt, endAt };
  return client.previewSchedule({ body, query: { count: SHOWN } });
}

/** The server knows better than we what is wrong with a schedule; the file knows where it stands. */
function refuse(error: unknown, path: string, { name, line }: SettledJob): never {
  if (!(error instanceof CarillonError) || error.status !== 400) throw error;
  throw new FileFaults(path, [{ line, field: `jobs.${name}`, message: error.message }]);
}
