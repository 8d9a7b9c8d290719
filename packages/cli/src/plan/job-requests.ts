import { createHash } from 'node:crypto';
import type { Components } from '@carillon/client';
import type { SettledJob } from '../file/settled-job.js';
import type { FieldChange } from './compare-job.js';

type Draft = Components['schemas']['JobDraft'];
type Changes = Components['schemas']['JobChanges'];

/** What creates a job. */
export function draftOf({ name, common, call, switches }: SettledJob): Draft {
  return { name, ...common, ...call, ...switches };
}

/** What makes the changes, and no others. A change of one header sends them all, for the server takes them as one. */
export function changesOf({ common, call, switches }: SettledJob, changes: readonly FieldChange[]): Changes {
  const wanted: Record<string, unknown> = { ...common, ...call, ...switches };
  const fields = new Set(changes.map(({ field }) => field.split('.')[0] ?? ''));
  return Object.fromEntries([...fields].map((field) => [field, wanted[field]]));
}

/**
 * The Idempotency-Key of a creation: the same for the same job of the same file, so that one that was interrupted is not
 * made twice. `attempt` is for jobs that were made before with this content, and deleted or renamed since.
 */
export function creationKey(scope: string, draft: Draft, attempt: number): string {
  const content = JSON.stringify([scope, draft, attempt]);
  return `carillon-file-${createHash('sha256').update(content).digest('hex')}`;
}
