import type { Components } from '@carillon/client';
import { isHarmless, MASK } from '../commands/jobs/show-headers.js';
import type { SettledJob } from '../file/settled-job.js';
import { isSame } from './is-same.js';

export type Job = Components['schemas']['Job'];

/** One field that is going to be another. */
export interface FieldChange {
  /** E.g. `retry.maxAttempts` or `headers.Authorization`. */
  readonly field: string;
  readonly from: unknown;
  readonly to: unknown;
  /** Its values are not for showing. */
  readonly secret: boolean;
}

export interface Comparison {
  readonly changes: readonly FieldChange[];
  /** Headers whose values this key may not read, so that nobody knows whether they differ. */
  readonly unreadable: readonly string[];
}

/** What a job of a file has that the stored one has not. Values that are masked count as the same. */
export function compareJob(stored: Job, { common, call, switches }: SettledJob): Comparison {
  const { headers, retry, ...plain } = call ?? { headers: null, retry: null };
  const fields = Object.entries({ ...common, ...plain, ...switches });
  const compared = headersOf(stored.headers, call === null ? stored.headers : headers);
  const changes = [
    ...fields.flatMap(([field, to]) => changeOf(field, stored[field as keyof Job], to)),
    ...Object.entries(retry ?? {}).flatMap(([field, to]) =>
      changeOf(`retry.${field}`, stored.retry?.[field as keyof typeof stored.retry] ?? null, to),
    ),
    ...compared.changes,
  ];
  return { changes, unreadable: compared.unreadable };
}

function changeOf(field: string, from: unknown, to: unknown): FieldChange[] {
  return isSame(field, from, to) ? [] : [{ field, from, to, secret: false }];
}

type Headers = Readonly<Record<string, string>> | null;

/** The case of a header's name means nothing. */
function headersOf(stored: Headers, wanted: Headers): Comparison {
  const names = new Map(Object.keys({ ...stored, ...wanted }).map((name) => [name.toLowerCase(), name]));
  const before = byLowerName(stored);
  const after = byLowerName(wanted);
  const changes: FieldChange[] = [];
  const unreadable: string[] = [];
  for (const [key, name] of names) {
    const from = before.get(key) ?? null;
    const to = after.get(key) ?? null;
    if (from === MASK && to !== null) unreadable.push(name);
    else if (from !== to) changes.push({ field: `headers.${name}`, from, to, secret: !isHarmless(name) });
  }
  return { changes, unreadable };
}

const byLowerName = (headers: Headers): ReadonlyMap<string, string> =>
  new Map(Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
