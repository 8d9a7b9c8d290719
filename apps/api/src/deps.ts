import type { Db } from '@carillon/core/db/client';
import type { DatabaseProbe } from '@carillon/core/db/probe';
import type { EgressPolicy } from '@carillon/core/egress/egress-policy';
import type { ApiCallMeter } from '@carillon/core/engine/meter-api-calls';
import type { BackfillOutcome, BackfillRequest } from '@carillon/core/engine/backfill-runs';
import type { ChangeRoom } from '@carillon/core/engine/change-room';
import type { CounterStore } from '@carillon/core/queues/counter-store';
import type { CronJobCreator } from '@carillon/core/engine/cron-job-creator';
import type { TargetTester } from '@carillon/core/engine/target-tester';
import type { Keyring } from '@carillon/core/secrets/keyring';
import type { Logger } from '@carillon/core/telemetry/logger';
import type { Metrics } from '@carillon/core/telemetry/metrics';
import type { Tracing } from '@carillon/core/telemetry/tracing';
import type { BaseAdapter } from '@bull-board/api/baseAdapter';
import type { WorkerJobs } from './open-worker-jobs.js';

/** What became of a wish to run a cron job now. */
export type ManualRunOutcome =
  { kind: 'queued'; runId: string } | { kind: 'skipped'; runId: string } | { kind: 'not_found' };

/** Runs that somebody asked for and waits on. */
export interface ManualRuns {
  /** Enters a run in the ledger and sends it on its way. */
  request(input: { userId: string; cronJobId: string; replayOf?: string }): Promise<ManualRunOutcome>;
  /** True once the run has ended, false when it has not within the time. */
  wait(runId: string, timeoutMs: number): Promise<boolean>;
}

/** The queue as the API sees it: whether it is there, and what to show of it. */
export interface QueueView {
  /** Resolves when the queue answers. */
  ping(): Promise<void>;
  /** One adapter a queue, for the dashboard. */
  adapters: readonly BaseAdapter[];
}

/** Who may see the dashboard. */
export interface Operator {
  user: string;
  password: string;
}

/** Everything the API works with; `createApp` takes it, `main` makes it. */
export interface ApiDeps {
  db: Db;
  /** Asks whether Postgres is there, apart from a pool that may be busy. */
  probe: Omit<DatabaseProbe, 'close'>;
  /** Counts what processes count together; null: there is no such place, and this process counts for itself. */
  counters: CounterStore | null;
  /** Counts requests against their users' days. */
  meter: ApiCallMeter;
  /** Credentials that do not work which an address may send in a minute. */
  failedLoginsPerMinute: number;
  queue: QueueView;
  manualRuns: ManualRuns;
  /** Makes up for due instants that were not run, or failed. */
  backfill: (request: BackfillRequest) => Promise<BackfillOutcome>;
  workerJobs: WorkerJobs;
  /** Which URLs cannot be called, whatever they resolve to. */
  egress: Pick<EgressPolicy, 'refuses'>;
  /** Tries calls out before a cron job makes them. */
  targetTester: TargetTester;
  /** Where those wait who want to know what changes. */
  changes: ChangeRoom;
  /** Adds cron jobs, those of one user together. */
  cronJobs: CronJobCreator;
  /** Seals the secrets that are stored, and opens them for those who may see them. */
  keyring: Keyring;
  logger: Logger;
  metrics: Metrics;
  /** Null: nothing is traced. */
  tracing: Tracing | null;
  /** Where a quota's day begins, an IANA zone. */
  quotaTimezone: string;
  /** The plan of a user who is created without one. */
  defaultPlan: string;
  /** May users change their own plan? */
  selfServicePlans: boolean;
  /** How long `execute` waits for its result. */
  executeWaitMs: number;
  /** The operator's credential for `/api/admin/*`; null leaves only keys with the scope `system`. */
  adminToken: string | null;
  /** Null switches the dashboard off. */
  operator: Operator | null;
  /** Serve `/echo`, a target for first tries. */
  echo: boolean;
  /** Where the console was built; there may be nothing. */
  consoleDir: string;
  /** Express's `trust proxy`: whose X-Forwarded-* headers count. */
  trustProxy: boolean | number | string[];
  /** Aborted when the process has been asked to stop: readiness goes, connections are closed with their next answer. */
  draining: AbortSignal;
  /** Aborted when it does stop, the same moment or a little later: waits end early. */
  stopping: AbortSignal;
}
