import { Document, isScalar, type Pair, type YAMLMap } from 'yaml';
import type { Imported } from './import-crontab.js';
import { secretTaker } from './take-secrets.js';

export interface WrittenFile {
  readonly text: string;
  /** What the variables that it names must be set to. */
  readonly secrets: ReadonlyMap<string, string>;
}

export interface FileFacts {
  readonly jobs: readonly Imported[];
  readonly scope: string;
  readonly timezone: string;
  /** Of worker jobs. */
  readonly workerType: string | undefined;
}

/** Writes imported jobs as a file for `plan` and `apply`, with the comments of the crontab. */
export function writeJobsFile({ jobs, scope, timezone, workerType = 'shell' }: FileFacts): WrittenFile {
  const taker = secretTaker();
  const entries = jobs.map((job) => [job.name, fieldsOf(job, { timezone, workerType, taker })]);
  const content = { version: 1, scope, defaults: { timezone }, jobs: Object.fromEntries(entries) as object };
  const document = new Document(content);
  // Names that are whole numbers come first in an object, so each is looked up.
  const byName = new Map(jobs.map((job) => [job.name, job]));
  for (const [index, pair] of (document.get('jobs') as YAMLMap).items.entries()) {
    comment(pair, byName);
    if (isScalar(pair.key)) pair.key.spaceBefore = index > 0;
  }
  return { text: document.toString({ lineWidth: 0 }), secrets: taker.values };
}

interface Context {
  timezone: string;
  workerType: string;
  taker: ReturnType<typeof secretTaker>;
}

function fieldsOf({ schedule, timezone, work }: Imported, context: Context): object {
  const timing = { schedule, ...(timezone !== context.timezone && { timezone }) };
  if (work.kind === 'workerJob') {
    return { ...timing, target: { kind: 'workerJob', type: context.workerType, variables: work.variables } };
  }
  const { call, overlap } = work;
  const headers = context.taker.headersOf(call);
  const retry = {
    ...(call.attempts !== undefined && call.attempts > 1 && { maxAttempts: call.attempts }),
    ...(call.attempts !== undefined && call.delayMs !== undefined && { delayMs: call.delayMs }),
  };
  return {
    ...timing,
    method: call.method,
    url: call.url,
    ...(Object.keys(headers).length > 0 && { headers }),
    ...(call.body !== null && { body: call.body }),
    ...(call.timeoutMs !== undefined && { timeoutMs: call.timeoutMs }),
    ...(Object.keys(retry).length > 0 && { retry }),
    ...(call.followRedirects !== undefined && { followRedirects: call.followRedirects }),
    ...(overlap !== undefined && { overlap }),
  };
}

function comment({ key }: Pair, jobs: ReadonlyMap<string, Imported>): void {
  const job = isScalar(key) ? jobs.get(String(key.value)) : undefined;
  if (!isScalar(key) || job === undefined) return;
  const lines = [...job.comments, `line ${job.line}`];
  key.commentBefore = lines.map((line) => ` ${line}`).join('\n');
}
