import type { Components } from '@carillon/client';

type Job = Components['schemas']['Job'];

/** What every job of a file decides. A field that it does not speak of has its default, so leaving one out is a choice too. */
export type CommonFields = Pick<
  Job,
  | 'schedule'
  | 'timezone'
  | 'tags'
  | 'overlap'
  | 'missed'
  | 'missedWindowSeconds'
  | 'jitterSeconds'
  | 'startAt'
  | 'endAt'
  | 'autoDisableAfter'
  | 'dstGap'
  | 'dstFold'
  | 'target'
>;

/** What a job that calls decides beside these. */
export interface CallFields {
  url: string;
  method: NonNullable<Job['method']>;
  headers: Record<string, string> | null;
  body: string | null;
  timeoutMs: number;
  retry: NonNullable<Job['retry']>;
  successStatus: NonNullable<Job['successStatus']>;
  delivery: NonNullable<Job['delivery']>;
  followRedirects: number;
}

/** What a file leaves alone unless it says it: people switch jobs off and pause them when something is on fire. */
export type SwitchFields = Partial<Pick<Job, 'enabled' | 'pausedUntil'>>;

/** A job as a file wants it, every field settled. */
export interface SettledJob {
  readonly name: string;
  /** Where it stands in the file. */
  readonly line: number;
  readonly common: CommonFields;
  /** Null when it makes worker jobs. */
  readonly call: CallFields | null;
  readonly switches: SwitchFields;
}

/** The defaults of the API. */
export const COMMON_DEFAULTS: Omit<CommonFields, 'schedule' | 'target'> = {
  timezone: 'Asia/Tokyo',
  tags: [],
  overlap: 'allow',
  missed: 'runOnce',
  missedWindowSeconds: null,
  jitterSeconds: 0,
  startAt: null,
  endAt: null,
  autoDisableAfter: null,
  dstGap: 'shift',
  dstFold: 'first',
};

export const CALL_DEFAULTS: Omit<CallFields, 'url'> = {
  method: 'GET',
  headers: null,
  body: null,
  timeoutMs: 10_000,
  retry: {
    maxAttempts: 1,
    backoff: 'exponential',
    delayMs: 1_000,
    maxDelayMs: 60_000,
    jitter: 0.2,
    onStatus: [408, 425, 429, '500-599'],
  },
  successStatus: ['200-299'],
  delivery: 'atLeastOnce',
  followRedirects: 0,
};

export const WORKER_JOB_DEFAULTS = { tenantId: 'default', variables: {}, retries: 3, timeout: 'PT2M' } as const;
