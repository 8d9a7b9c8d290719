import { setTimeout as delay } from 'node:timers/promises';
import type { Random } from '@carillon/testkit/random';
import type { AckLine, Journal } from '../records.js';
import type { Caller } from './caller.js';

export interface WorkerJobLoad {
  readonly made: number;
  readonly reported: number;
  /** Makes no more jobs; the workers go on. */
  finishMaking(): Promise<void>;
  /** Ends the workers, after what they have in hand. */
  finish(): Promise<void>;
}

export interface WorkerJobLoadOptions {
  caller: Caller;
  random: Random;
  journal: Journal<AckLine>;
  /** Begins the idempotency keys of what is made. */
  label: string;
}

const TYPE = 'chaos';
const MAKE_EVERY_MS = 100;
const WORKERS = 3;
/** Creations under way at most. */
const MOST_UNDER_WAY = 16;
const LEASE_MS = 5_000;

interface Activated {
  key: string;
  activation_id: string;
  retries: number;
  deadline: string;
}

/** Makes worker jobs and works on them: most are completed, some fail and are tried again, some are forgotten. */
export function startWorkerJobLoad({ caller, random, journal, label }: WorkerJobLoadOptions): WorkerJobLoad {
  const counts = { made: 0, reported: 0 };
  const underWay = new Set<Promise<void>>();
  let isMaking = true;
  let isWorking = true;
  let names = 0;

  const make = async () => {
    const name = `${label}-${++names}`;
    const body = { type: TYPE, variables: { name } };
    const answer = await caller.send({
      method: 'POST',
      path: '/api/v1/jobs',
      body,
      idempotencyKey: name,
      isRepeatable: true,
    });
    if (answer?.status !== 201) return;
    const { job_key: key } = (answer.body as { data: { job_key: string } }).data;
    journal.write({ kind: 'made', key, name, at: Date.now() });
    counts.made++;
  };
  const makeAll = async () => {
    for (; isMaking; await delay(MAKE_EVERY_MS)) {
      if (underWay.size >= MOST_UNDER_WAY) continue;
      const piece = make();
      underWay.add(piece);
      void piece.finally(() => underWay.delete(piece));
    }
    await Promise.all(underWay);
  };

  const report = async ({ key, activation_id: activationId, retries }: Activated) => {
    const fate = random.next();
    // Forgotten: its lease runs out and it is offered again.
    if (fate < 0.05) return;
    const verb = fate < 0.12 ? 'fail' : 'complete';
    const body = verb === 'fail' ? { retries, backoff_duration: 'PT1S' } : { variables: { done: true } };
    const answer = await caller.send({
      method: 'PUT',
      path: `/api/v1/jobs/${key}/${verb}`,
      body: { ...body, activation_id: activationId },
      isRepeatable: true,
    });
    if (answer === null) return;
    const { error } = answer.body as { error?: { details?: { reason?: string }; code?: string } };
    const outcome = answer.status === 200 ? 'accepted' : 'refused';
    const reason = error === undefined ? null : (error.details?.reason ?? error.code ?? null);
    const { doubtful } = answer;
    journal.write({ kind: 'reported', verb, key, activationId, outcome, doubtful, reason, at: Date.now() });
    counts.reported++;
  };

  const workOn = async (worker: string) => {
    while (isWorking) {
      const body = { type: TYPE, worker, max_jobs: 5, timeout: LEASE_MS, request_timeout: 1_000 };
      const answer = await caller.send({ method: 'POST', path: '/api/v1/jobs/activate', body, isRepeatable: true });
      if (answer?.status !== 200) continue;
      const { jobs } = (answer.body as { data: { jobs: Activated[] } }).data;
      const at = Date.now();
      for (const job of jobs) {
        const deadline = Date.parse(job.deadline);
        journal.write({ kind: 'activated', key: job.key, activationId: job.activation_id, deadline, at });
      }
      await Promise.all(jobs.map(report));
    }
  };

  const making = makeAll();
  const workers = Array.from({ length: WORKERS }, (_, i) => workOn(`worker-${i + 1}`));
  return {
    get made() {
      return counts.made;
    },
    get reported() {
      return counts.reported;
    },
    async finishMaking() {
      isMaking = false;
      await making;
    },
    async finish() {
      isWorking = false;
      await Promise.all(workers);
    },
  };
}
