import { CarillonError, type CarillonClient } from '@carillon/client';
import { sentenceOf } from '../exit-codes.js';
import type { SettledJob } from '../file/settled-job.js';
import { eachOf } from '../output/each-of.js';
import { startProgress } from '../output/progress.js';
import type { Terminal } from '../terminal/terminal.js';
import type { Job } from './compare-job.js';
import { changesOf, creationKey, draftOf } from './job-requests.js';
import type { Plan } from './make-plan.js';

export interface CarriedOut {
  readonly created: number;
  readonly changed: number;
  readonly pruned: number;
  readonly failures: readonly { readonly name: string; readonly error: unknown }[];
  /** Steps that were not begun: Ctrl-C came before. */
  readonly left: number;
}

export interface CarryOutInput {
  readonly plan: Plan;
  readonly scope: string;
  readonly prune: boolean;
  readonly terminal: Terminal;
}

type Kind = 'created' | 'changed' | 'pruned';
interface Step {
  readonly kind: Kind;
  readonly name: string;
  readonly act: () => Promise<unknown>;
}

/**
 * Carries a plan out: creations, then changes, then deletions, and of these none unless all before them went well. A step
 * that fails does not stop the others of its kind; Ctrl-C ends it after what is under way. What is left is done by the
 * next `apply`.
 */
export async function carryOut(client: CarillonClient, input: CarryOutInput): Promise<CarriedOut> {
  const { terminal } = input;
  const stages = stagesOf(client, input);
  const total = stages.flat().length;
  const progress = startProgress(terminal, 'Applying', total);
  const done: Record<Kind, number> = { created: 0, changed: 0, pruned: 0 };
  const failures: { name: string; error: unknown }[] = [];
  let begun = 0;
  for (const steps of stages) {
    await eachOf(steps, async ({ kind, name, act }) => {
      if (terminal.stopping.aborted || (kind === 'pruned' && failures.length > 0)) return;
      begun += 1;
      await act().then(
        () => (done[kind] += 1),
        (error: unknown) => failures.push({ name, error }),
      );
      progress.step();
    });
  }
  progress.end();
  for (const { name, error } of failures) terminal.say(`${name}: ${sentenceOf(error)}`);
  return { ...done, failures, left: total - begun };
}

function stagesOf(client: CarillonClient, { plan, scope, prune }: CarryOutInput): Step[][] {
  return [
    plan.create.map((job) => ({ kind: 'created', name: job.name, act: () => create(client, scope, job) })),
    plan.change.map(({ wanted, stored, changes }) => ({
      kind: 'changed',
      name: wanted.name,
      act: () => client.updateJob({ path: { jobId: stored.id }, body: changesOf(wanted, changes) }),
    })),
    (prune ? plan.leftOver : []).map(({ id, name }) => ({ kind: 'pruned', name, act: () => remove(client, id) })),
  ];
}

/** A job of this content may have been made today, and deleted or renamed since: then its key leads to that one. */
const MAX_ATTEMPTS = 50;

async function create(client: CarillonClient, scope: string, job: SettledJob): Promise<void> {
  const body = draftOf(job);
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const header = { 'Idempotency-Key': creationKey(scope, body, attempt) };
    const made = await client.createJob({ body, header }).catch((error: unknown) => {
      if (error instanceof CarillonError && error.code === 'idempotency_conflict') return null;
      throw error;
    });
    if (made !== null && isOurs(made, job)) return;
  }
  throw new Error(`A job of this content was made and deleted ${MAX_ATTEMPTS} times within a day: try again tomorrow.`);
}

const isOurs = ({ name, tags }: Job, { name: wanted, common }: SettledJob): boolean =>
  name === wanted && common.tags.every((tag) => tags.includes(tag));

async function remove(client: CarillonClient, jobId: string): Promise<void> {
  await client.deleteJob({ path: { jobId } }).catch((error: unknown) => {
    // Somebody else was faster.
    if (!(error instanceof CarillonError && error.status === 404)) throw error;
  });
}
