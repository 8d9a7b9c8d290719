import { FileText } from './file-text.js';
import { fillIn } from './fill-in.js';
import type { JobFields } from './schema.js';
import {
  CALL_DEFAULTS,
  COMMON_DEFAULTS,
  WORKER_JOB_DEFAULTS,
  type CallFields,
  type CommonFields,
  type SettledJob,
} from './settled-job.js';

export interface SettleFacts {
  readonly name: string;
  readonly line: number;
  readonly defaults: JobFields;
  readonly given: JobFields;
  /** Says which file the job is of. */
  readonly tag: string;
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** The texts of the files that it names. */
  readonly texts: ReadonlyMap<string, string>;
}

export interface Settling {
  readonly job: SettledJob | null;
  /** What is wrong, by field. */
  readonly faults: readonly FieldFault[];
}

interface FieldFault {
  /** A field of the job; the name of a header is told in the message. */
  readonly field: string;
  readonly message: string;
}

/** Settles a job: its fields, over the file's defaults, over those of the API. `headers` and `retry` go field by field. */
export function settleJob(facts: SettleFacts): Settling {
  const { name, line, defaults, given, tag } = facts;
  const merged: JobFields = {
    ...defaults,
    ...given,
    headers: { ...defaults.headers, ...given.headers },
    retry: { ...defaults.retry, ...given.retry },
  };
  const faults: FieldFault[] = [];
  if (merged.schedule === undefined) faults.push({ field: 'schedule', message: 'is missing' });
  const target = targetOf(merged);
  const call = target.kind === 'http' ? callOf(merged, facts, faults) : null;
  if (call === null) faults.push(...callFieldsOf(given));
  if (faults.length > 0) return { job: null, faults };
  const { enabled, pausedUntil } = merged;
  const switches = {
    ...(enabled !== undefined && { enabled }),
    ...(pausedUntil !== undefined && { pausedUntil: instantOf(pausedUntil) }),
  };
  return { job: { name, line, common: commonOf(merged, target, tag), call, switches }, faults };
}

function targetOf({ target }: JobFields): CommonFields['target'] {
  if (target?.kind !== 'workerJob') return { kind: 'http' };
  const { tenantId, variables, retries, timeout } = WORKER_JOB_DEFAULTS;
  return {
    kind: 'workerJob',
    type: target.type,
    tenantId: target.tenantId ?? tenantId,
    variables: target.variables ?? variables,
    retries: target.retries ?? retries,
    timeout: target.timeout ?? timeout,
  };
}

function commonOf(merged: JobFields, target: CommonFields['target'], tag: string): CommonFields {
  const chosen = pick(COMMON_DEFAULTS, merged);
  const { startAt, endAt, tags } = chosen;
  return {
    ...chosen,
    // The server keeps it with single spaces.
    schedule: (merged.schedule ?? '').trim().split(/\s+/).join(' '),
    startAt: instantOf(startAt),
    endAt: instantOf(endAt),
    tags: [...new Set([...tags, tag])],
    target,
  };
}

function callOf(merged: JobFields, facts: SettleFacts, faults: FieldFault[]): CallFields {
  const { headers: givenHeaders = {}, body, retry, url, ...plain } = merged;
  if (url === undefined) faults.push({ field: 'url', message: 'is missing' });
  const headers = Object.entries(givenHeaders).map(([name, value]) => [name, headerOf(name, value, facts, faults)]);
  return {
    ...pick(CALL_DEFAULTS, plain),
    url: url ?? '',
    headers: headers.length === 0 ? null : (Object.fromEntries(headers) as Record<string, string>),
    body: body === undefined ? null : contentOf(body, facts),
    retry: pick(CALL_DEFAULTS.retry, retry ?? {}),
    successStatus: statuses(merged.successStatus ?? CALL_DEFAULTS.successStatus),
  };
}

function headerOf(name: string, value: string | FileText, facts: SettleFacts, faults: FieldFault[]): string {
  // A file with a secret ends with the line end that its editor put there.
  if (value instanceof FileText) return contentOf(value, facts).replace(/\r?\n$/, '');
  const { text, missing } = fillIn(value, facts.variables);
  for (const variable of missing) {
    faults.push({ field: 'headers', message: `${name}: the variable ${variable} is not set` });
  }
  return text;
}

/** What a job that makes worker jobs says of calls; defaults of the file may speak of them. */
function callFieldsOf(given: JobFields): FieldFault[] {
  const fields = ['url', ...Object.keys(CALL_DEFAULTS)] as (keyof JobFields)[];
  const said = fields.filter((field) => given[field] !== undefined);
  return said.map((field) => ({ field, message: 'is not taken by a job that makes worker jobs' }));
}

function contentOf(value: string | FileText, { texts }: SettleFacts): string {
  return value instanceof FileText ? (texts.get(value.path) ?? '') : value;
}

/** As the server spells them. */
const statuses = (given: CallFields['successStatus']): CallFields['successStatus'] =>
  given.map((item) => {
    const [from, to] = String(item).split('-');
    return from === to ? Number(from) : item;
  });

const instantOf = (text: string | null): string | null => text && new Date(text).toISOString();

/** The defaults, with what is given in their places. */
function pick<T extends object>(defaults: T, given: Partial<Record<keyof T, unknown>>): T {
  const names = Object.keys(defaults) as (keyof T)[];
  return Object.fromEntries(names.map((name) => [name, given[name] ?? defaults[name]])) as T;
}
