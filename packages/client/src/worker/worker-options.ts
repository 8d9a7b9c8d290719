import { MOST_JOBS } from './decide-poll.js';

/** How one type of job is worked on. */
export interface WorkerOptions {
  /** Jobs at the same time; 10 unless given. */
  concurrency?: number;
  /** Most jobs in one poll; as many as there are places unless given. */
  maxJobs?: number;
  /**
   * How long a job is this worker's without a word from it; 60,000 ms unless given. It is extended while the handler runs:
   * this is how soon another worker gets the job when this one dies.
   */
  leaseMs?: number;
  /** Only these variables; all unless given. */
  fetchVariables?: string[];
  /** Only jobs of these tenants; all that the key may see unless given. */
  tenantIds?: string[];
  /** How long a poll waits for a job at the server; 20,000 ms unless given. */
  requestTimeoutMs?: number;
}

/** The same, complete and checked. */
export interface LaneSettings {
  concurrency: number;
  maxJobs: number;
  leaseMs: number;
  requestTimeoutMs: number;
  fetchVariables: string[] | null;
  tenantIds: string[] | null;
}

/** What the API takes as the name of a type or of a worker. */
const NAME = /^[\w.:-]{1,100}$/;

/** @throws RangeError naming what is wrong */
export function checkName(what: string, name: string): string {
  if (NAME.test(name)) return name;
  throw new RangeError(`${what} must be 1 to 100 letters, digits, '-', '_', '.' or ':', not "${name}".`);
}

/** @throws RangeError naming the option */
export function toSettings(options: WorkerOptions): LaneSettings {
  const { concurrency = 10, leaseMs = 60_000, requestTimeoutMs = 20_000 } = options;
  const { maxJobs = MOST_JOBS, fetchVariables = null, tenantIds = null } = options;
  return {
    concurrency: checkWhole('concurrency', concurrency, 1, 10_000),
    maxJobs: checkWhole('maxJobs', maxJobs, 1, MOST_JOBS),
    leaseMs: checkWhole('leaseMs', leaseMs, 1_000, 3_600_000),
    requestTimeoutMs: checkWhole('requestTimeoutMs', requestTimeoutMs, 0, 30_000),
    fetchVariables,
    tenantIds,
  };
}

function checkWhole(name: string, value: number, least: number, most: number): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new RangeError(`${name} must be a whole number from ${least} to ${most}, not ${value}.`);
}
