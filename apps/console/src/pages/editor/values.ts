import type { Components, DataOf } from '@carillon/client/rest';
import { toLocalText } from './local-time';
import { writeStatuses } from './status-list';

export type Job = DataOf<'getJob'>;
export type JobDraft = Components['schemas']['JobDraft'];
type Choices = Required<{ [Field in keyof JobDraft]: NonNullable<JobDraft[Field]> }>;

export interface Header {
  name: string;
  value: string;
}

/** Everything the editor lets one type, as its inputs hold it: numbers may be empty, lists of statuses are text. */
export interface EditorValues {
  name: string;
  enabled: boolean;
  kind: 'http' | 'workerJob';
  url: string;
  method: Choices['method'];
  headers: Header[];
  body: string;
  timeoutMs: number | '';
  followRedirects: number | '';
  successStatus: string;
  target: { type: string; tenantId: string; variables: string; retries: number | ''; timeout: string };
  schedule: string;
  timezone: string;
  dstGap: Choices['dstGap'];
  dstFold: Choices['dstFold'];
  overlap: Choices['overlap'];
  missed: Choices['missed'];
  missedWindowSeconds: number | '';
  retry: {
    maxAttempts: number | '';
    backoff: 'fixed' | 'exponential';
    delayMs: number | '';
    maxDelayMs: number | '';
    jitter: number | '';
    onStatus: string;
  };
  delivery: Choices['delivery'];
  autoDisableAfter: number | '';
  startAt: string;
  endAt: string;
  pausedUntil: string;
  jitterSeconds: number | '';
  tags: string[];
}

/** What the API takes where nothing is said; see docs/policies.md. */
export const DEFAULTS: EditorValues = {
  name: '',
  enabled: true,
  kind: 'http',
  url: '',
  method: 'GET',
  headers: [],
  body: '',
  timeoutMs: 10_000,
  followRedirects: 0,
  successStatus: '200-299',
  target: { type: '', tenantId: 'default', variables: '{}', retries: 3, timeout: 'PT2M' },
  schedule: '0 9 * * *',
  timezone: 'Asia/Tokyo',
  dstGap: 'shift',
  dstFold: 'first',
  overlap: 'allow',
  missed: 'runOnce',
  missedWindowSeconds: '',
  retry: {
    maxAttempts: 1,
    backoff: 'exponential',
    delayMs: 1_000,
    maxDelayMs: 60_000,
    jitter: 0.2,
    onStatus: '408, 425, 429, 500-599',
  },
  delivery: 'atLeastOnce',
  autoDisableAfter: '',
  startAt: '',
  endAt: '',
  pausedUntil: '',
  jitterSeconds: 0,
  tags: [],
};

/** A job as the editor shows it. */
export function valuesOf(job: Job): EditorValues {
  const { name, enabled, schedule, timezone, dstGap, dstFold, overlap, missed, jitterSeconds, tags } = job;
  const same = { name, enabled, schedule, timezone, dstGap, dstFold, overlap, missed, jitterSeconds, tags };
  return {
    ...same,
    ...callOf(job),
    ...targetOf(job),
    missedWindowSeconds: job.missedWindowSeconds ?? '',
    autoDisableAfter: job.autoDisableAfter ?? '',
    startAt: toLocalText(job.startAt),
    endAt: toLocalText(job.endAt),
    pausedUntil: toLocalText(job.pausedUntil),
  };
}

function callOf({ url, method, headers, body, timeoutMs, followRedirects, successStatus, retry, delivery }: Job) {
  return {
    url: url ?? DEFAULTS.url,
    method: method ?? DEFAULTS.method,
    headers: Object.entries(headers ?? {}).map(([name, value]) => ({ name, value })),
    body: body ?? DEFAULTS.body,
    timeoutMs: timeoutMs ?? DEFAULTS.timeoutMs,
    followRedirects: followRedirects ?? DEFAULTS.followRedirects,
    successStatus: successStatus === null ? DEFAULTS.successStatus : writeStatuses(successStatus),
    retry: retry === null ? DEFAULTS.retry : { ...retry, onStatus: writeStatuses(retry.onStatus) },
    delivery: delivery ?? DEFAULTS.delivery,
  };
}

function targetOf({ target }: Job): Pick<EditorValues, 'kind' | 'target'> {
  if (target.kind === 'http') return { kind: 'http', target: DEFAULTS.target };
  const { type, tenantId, variables, retries, timeout } = target;
  return {
    kind: 'workerJob',
    target: { type, tenantId, variables: JSON.stringify(variables, null, 2), retries, timeout },
  };
}
