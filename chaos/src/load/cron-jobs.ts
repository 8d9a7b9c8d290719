import { setTimeout as delay } from 'node:timers/promises';
import type { Random } from '@carillon/testkit/random';
import type { AckLine, EditVerb, Journal } from '../records.js';
import type { Caller } from './caller.js';

/** A cron job as the load knows it. */
interface KnownJob {
  id: string;
  period: number;
  version: number;
  enabled: boolean;
  /** Left alone: every one of its due instants is accounted for. */
  isCalm: boolean;
  isBusy: boolean;
  /** An edit was tried more than once, and the first try may yet be carried out: no other may follow it. */
  isClosed: boolean;
}

export interface CronJobLoad {
  readonly created: number;
  readonly edited: number;
  readonly executed: number;
  /** Ends the load, once what is under way has its answer. */
  finish(): Promise<void>;
  /** Pauses every job that is left; resolves when each is. */
  pauseAll(): Promise<void>;
}

export interface CronJobLoadOptions {
  caller: Caller;
  targetUrl: string;
  random: Random;
  journal: Journal<AckLine>;
  /** Begins the names of what is created, which are its idempotency keys as well. */
  label: string;
}

/** All divide 60, so that their instants are the multiples of the period: reckoned without a calendar. */
const PERIODS = [2, 3, 4, 5, 6, 10] as const;
const MOST_JOBS = 60;
const CREATE_EVERY_MS = 500;
const EDIT_EVERY_MS = 250;
const EXECUTE_EVERY_MS = 500;
/** Requests under way at most: what is down must not be met by ever more of them when it comes back. */
const MOST_UNDER_WAY = 24;

/** Creates cron jobs over the API, changes some of them all the time, and runs some by hand. */
export function startCronJobLoad(options: CronJobLoadOptions): CronJobLoad {
  const { caller, targetUrl, random, journal, label } = options;
  const jobs = new Map<string, KnownJob>();
  const underWay = new Set<Promise<void>>();
  const counts = { created: 0, edited: 0, executed: 0 };
  let isOver = false;
  let names = 0;

  const create = async () => {
    if (jobs.size >= MOST_JOBS) return;
    const name = `${label}-${++names}`;
    const [period, isCalm] = [random.pick(PERIODS), random.next() < 0.5];
    const sentAt = Date.now();
    const answer = await caller.send({
      method: 'POST',
      path: '/api/jobs',
      idempotencyKey: name,
      isRepeatable: true,
      body: { name, url: `${targetUrl}0`, method: 'POST', schedule: everySeconds(period), timezone: 'UTC', body: '{}' },
    });
    if (answer?.status !== 201) return;
    const { id } = (answer.body as { data: { id: string } }).data;
    journal.write({ kind: 'created', jobId: id, name, period, sentAt, at: Date.now() });
    jobs.set(id, { id, period, version: 0, enabled: true, isCalm, isBusy: false, isClosed: false });
    counts.created++;
  };

  const edit = async (job: KnownJob, verb: EditVerb) => {
    job.isBusy = true;
    const period = verb === 'retime' ? random.pick(PERIODS) : job.period;
    const version = verb === 'move' ? job.version + 1 : job.version;
    const enabled = verb === 'resume' || (job.enabled && verb !== 'pause' && verb !== 'delete');
    const sentAt = Date.now();
    const sending = { path: `/api/jobs/${job.id}`, isRepeatable: true };
    const changes = { ...changesOf(verb, period), ...(verb === 'move' && { url: `${targetUrl}${version}` }) };
    const answer = await caller.send(
      verb === 'delete' ? { ...sending, method: 'DELETE' } : { ...sending, method: 'PATCH', body: changes },
    );
    const isMade = answer?.status === 200 || (verb === 'delete' && answer?.status === 404 && answer.doubtful);
    const at = isMade ? Date.now() : null;
    journal.write({ kind: 'edit', verb, jobId: job.id, period, version, enabled, sentAt, at });
    const isClosed = answer === null || answer.doubtful;
    Object.assign(job, { period, version, enabled, isBusy: false, isClosed });
    if (verb === 'delete') jobs.delete(job.id);
    counts.edited++;
  };

  const editOne = async () => {
    const lively = [...jobs.values()].filter((job) => !job.isCalm && !job.isBusy && !job.isClosed);
    if (lively.length === 0) return;
    const job = random.pick(lively);
    const choices: EditVerb[] = [job.enabled ? 'pause' : 'resume', 'move', 'retime', 'move'];
    await edit(job, random.next() < 0.06 ? 'delete' : random.pick(choices));
  };

  const executeOne = async () => {
    if (jobs.size === 0) return;
    const { id } = random.pick([...jobs.values()]);
    const answer = await caller.send({ method: 'POST', path: `/api/jobs/${id}/execute`, isRepeatable: false });
    if (answer?.status !== 200 && answer?.status !== 202) return;
    const { result, runId } = (answer.body as { data: { result: { id: string } | null; runId?: string } }).data;
    journal.write({ kind: 'executed', jobId: id, runId: result?.id ?? runId ?? '', at: Date.now() });
    counts.executed++;
  };

  /** Not one after the other: a request to a frozen process must not hold up the next. */
  const repeat = async (everyMs: number, work: () => Promise<void>) => {
    for (; !isOver; await delay(everyMs)) {
      if (underWay.size >= MOST_UNDER_WAY) continue;
      const piece = work();
      underWay.add(piece);
      void piece.finally(() => underWay.delete(piece));
    }
  };
  const loops = [repeat(CREATE_EVERY_MS, create), repeat(EDIT_EVERY_MS, editOne), repeat(EXECUTE_EVERY_MS, executeOne)];
  return {
    get created() {
      return counts.created;
    },
    get edited() {
      return counts.edited;
    },
    get executed() {
      return counts.executed;
    },
    async finish() {
      isOver = true;
      await Promise.all(loops);
      await Promise.all(underWay);
    },
    pauseAll: async () => {
      const enabled = [...jobs.values()].filter((job) => job.enabled || job.isClosed);
      await Promise.all(enabled.map((job) => edit(job, 'pause')));
    },
  };
}

const everySeconds = (period: number) => `*/${period} * * * * *`;

function changesOf(verb: EditVerb, period: number): Record<string, unknown> {
  switch (verb) {
    case 'pause':
      return { enabled: false };
    case 'resume':
      return { enabled: true };
    case 'retime':
      return { schedule: everySeconds(period) };
    case 'move':
    case 'delete':
      return {};
  }
}
