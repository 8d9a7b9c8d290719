import { formatRunId } from '@carillon/core/domain/ids';
import { askPostgres } from '../ask-postgres.js';
import {
  readJournal,
  type AckLine,
  type CallLine,
  type CommitLine,
  type DisturbanceLine,
  type EditLine,
  type ExitLine,
  type NemesisLine,
} from '../records.js';

/** A row of the ledger. */
export interface RunRow {
  /** As the target sees it. */
  id: string;
  jobId: string;
  type: 'AUTO' | 'MANUAL';
  state: string;
  scheduledFor: number;
  startedAt: number | null;
  attempt: number;
  status: number;
  body: string | null;
}

export interface JobRow {
  id: string;
  name: string;
  url: string;
  schedule: string;
  enabled: boolean;
  runCount: number;
}

export interface WorkerJobRow {
  key: string;
  name: string;
  state: string;
  activationId: string | null;
}

/** A figure that is kept beside what it counts. */
export interface Booking {
  what: string;
  booked: number;
  counted: number;
}

/** One call to the target. */
export interface Call {
  runId: string;
  attempt: number;
  jobId: string;
  version: number;
  scheduledFor: number;
  pid: number;
  at: number;
  /** When the answer was sent, or the connection cut; null when neither. */
  endedAt: number | null;
  /** What was answered; null when the caller had gone. */
  status: number | null;
}

/** Everything that a check goes by. */
export interface Facts {
  acks: AckLine[];
  calls: Call[];
  disturbances: DisturbanceLine[];
  exits: ExitLine[];
  commits: CommitLine[];
  runs: RunRow[];
  jobs: JobRow[];
  workerJobs: WorkerJobRow[];
  bookings: Booking[];
  /** Batches that are still in the hot set. */
  openBatches: number;
  /** What was due until then must have happened. */
  closedAt: number;
}

export interface Journals {
  acks: string;
  calls: string;
  nemesis: string;
}

/** Gathers what the run has written down and what Postgres has. */
export async function gatherFacts(files: Journals, databaseUrl: string, closedAt: number): Promise<Facts> {
  const nemesis = readJournal<NemesisLine>(files.nemesis);
  const stored = await readPostgres(databaseUrl);
  return {
    acks: readJournal<AckLine>(files.acks),
    calls: pairCalls(readJournal<CallLine>(files.calls)),
    disturbances: nemesis.filter((line) => line.kind !== 'exit' && line.kind !== 'commit'),
    commits: nemesis.filter((line) => line.kind === 'commit'),
    exits: nemesis.filter((line) => line.kind === 'exit'),
    closedAt,
    ...stored,
  };
}

/** The lines of one kind. */
export function linesOf<Kind extends AckLine['kind']>(acks: readonly AckLine[], kind: Kind) {
  return acks.filter((line): line is Extract<AckLine, { kind: Kind }> => line.kind === kind);
}

/** The edits of each job, in order. */
export function editsByJob(acks: readonly AckLine[]): Map<string, EditLine[]> {
  return groupBy(
    linesOf(acks, 'edit').sort((a, b) => a.sentAt - b.sentAt),
    (edit) => edit.jobId,
  );
}

export function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}

function pairCalls(lines: readonly CallLine[]): Call[] {
  const open = new Map<string, Call[]>();
  const calls: Call[] = [];
  for (const line of lines) {
    const key = `${line.runId}:${line.attempt}:${line.pid}`;
    if (line.kind === 'arrived') {
      const { runId, attempt, jobId, version, scheduledFor, pid, at } = line;
      const call = { runId, attempt, jobId, version, scheduledFor, pid, at, endedAt: null, status: null };
      calls.push(call);
      open.set(key, [...(open.get(key) ?? []), call]);
    } else {
      const call = open.get(key)?.shift();
      if (call !== undefined) Object.assign(call, { endedAt: line.at, status: line.cut ? null : line.status });
    }
  }
  return calls;
}

async function readPostgres(databaseUrl: string) {
  const rows = <Row extends object>(text: string) => askPostgres<Row>(databaseUrl, text);
  const runs = await rows<RunRow>(
    `
    SELECT id, cron_job_id AS "jobId", type, state, ms(scheduled_for) AS "scheduledFor", ms(started_at) AS "startedAt",
      attempt, status, response_body AS body FROM runs`.replaceAll(
      /ms\((\w+)\)/g,
      '(extract(epoch FROM $1) * 1000)::float8',
    ),
  );
  return {
    runs: runs.map((run) => ({ ...run, id: formatRunId(run.id) })),
    jobs: await rows<JobRow>('SELECT id, name, url, schedule, enabled, run_count::int AS "runCount" FROM cron_jobs'),
    workerJobs: await rows<WorkerJobRow>(
      `SELECT key, variables->>'name' AS name, state, activation_id AS "activationId" FROM worker_jobs`,
    ),
    bookings: await rows<Booking>(BOOKINGS),
    openBatches: (await rows('SELECT FROM run_batches')).length,
  };
}

const RAN = `state NOT IN ('skipped', 'missed')`;

const BOOKINGS = `
  SELECT 'runs of the month' AS what, (SELECT coalesce(sum(executions), 0) FROM usage_months)::int AS booked,
    (SELECT count(*) FROM runs WHERE ${RAN})::int AS counted
  UNION ALL SELECT 'runs of the day', (SELECT coalesce(sum(executions), 0) FROM usage_days)::int,
    (SELECT count(*) FROM runs WHERE ${RAN})::int
  UNION ALL SELECT 'jobs of the user', (SELECT sum(job_count) FROM users)::int, (SELECT count(*) FROM cron_jobs)::int
  UNION ALL SELECT 'jobs created today', (SELECT coalesce(sum(jobs_created), 0) FROM usage_days)::int,
    (SELECT count(*) FROM resource_history WHERE kind = 'cron_job' AND action = 'created')::int
  UNION ALL SELECT 'jobs deleted today', (SELECT coalesce(sum(jobs_deleted), 0) FROM usage_days)::int,
    (SELECT count(*) FROM resource_history WHERE kind = 'cron_job' AND action = 'deleted')::int
  UNION ALL SELECT 'jobs left of those created', (SELECT count(*) FROM cron_jobs)::int,
    (SELECT count(*) FILTER (WHERE action = 'created') - count(*) FILTER (WHERE action = 'deleted')
      FROM resource_history WHERE kind = 'cron_job')::int
  UNION ALL SELECT 'run count of job ' || c.id, c.run_count::int,
    (SELECT count(*) FROM runs r WHERE r.cron_job_id = c.id AND ${RAN})::int FROM cron_jobs c`;
