import { fromLocalText } from './local-time';
import { readStatuses } from './status-list';
import type { EditorValues, Header, JobDraft } from './values';

type Changes = { [Field in keyof JobDraft]?: JobDraft[Field] };

/** A number that was left empty: its default. */
const orNull = (value: number | ''): number | null => (value === '' ? null : value);

/** What is typed, as `POST /api/jobs` takes it. */
export function draftOf(values: EditorValues): JobDraft {
  const { name, enabled, timezone, dstGap, dstFold, overlap, missed, tags } = values;
  return {
    name: name.trim(),
    enabled,
    timezone,
    dstGap,
    dstFold,
    overlap,
    missed,
    tags,
    schedule: values.schedule.trim(),
    missedWindowSeconds: orNull(values.missedWindowSeconds),
    autoDisableAfter: orNull(values.autoDisableAfter),
    jitterSeconds: orNull(values.jitterSeconds),
    startAt: fromLocalText(values.startAt),
    endAt: fromLocalText(values.endAt),
    pausedUntil: fromLocalText(values.pausedUntil),
    ...(values.kind === 'http' ? callOf(values) : { target: workerJobOf(values) }),
  };
}

/** The part of a draft that is a call. */
export function callOf(values: EditorValues) {
  const { url, method, headers, body, timeoutMs, successStatus, followRedirects, delivery } = values;
  return {
    target: { kind: 'http' as const },
    url: url.trim(),
    method,
    headers: headersOf(headers),
    body: takesBody(method) && body !== '' ? body : null,
    ...(timeoutMs !== '' && { timeoutMs }),
    successStatus: successStatus.trim() === '' ? null : readStatuses(successStatus),
    followRedirects: orNull(followRedirects),
    delivery,
    retry: retryOf(values),
  };
}

/** Methods whose calls have a body; the API refuses one with the others. */
export const takesBody = (method: EditorValues['method']): boolean => method !== 'GET' && method !== 'DELETE';

/** Headers as the API takes them; rows without a name are not there yet. */
export function headersOf(headers: readonly Header[]): Record<string, string> | null {
  const named = headers.filter(({ name }) => name.trim() !== '');
  return named.length === 0 ? null : Object.fromEntries(named.map(({ name, value }) => [name.trim(), value]));
}

function retryOf({ retry: { maxAttempts, backoff, delayMs, maxDelayMs, jitter, onStatus } }: EditorValues) {
  return {
    maxAttempts: orNull(maxAttempts),
    backoff,
    delayMs: orNull(delayMs),
    maxDelayMs: orNull(maxDelayMs),
    jitter: orNull(jitter),
    onStatus: readStatuses(onStatus),
  };
}

function workerJobOf({ target: { type, tenantId, variables, retries, timeout } }: EditorValues) {
  return {
    kind: 'workerJob' as const,
    type: type.trim(),
    ...(tenantId.trim() !== '' && { tenantId: tenantId.trim() }),
    variables: readVariables(variables) ?? {},
    ...(retries !== '' && { retries }),
    ...(timeout.trim() !== '' && { timeout: timeout.trim() }),
  };
}

/** The variables that a text of JSON has; null unless it is an object. */
export function readVariables(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = text.trim() === '' ? {} : JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** The fields that differ, as `PATCH` takes them; another kind of target brings the fields of its kind, changed or not. */
export function changesOf(before: EditorValues, after: EditorValues): Changes {
  const [was, is] = [draftOf(before), draftOf(after)];
  const isOtherKind = before.kind !== after.kind;
  const differs = (field: keyof JobDraft) => JSON.stringify(was[field]) !== JSON.stringify(is[field]);
  const fields = (Object.keys(is) as (keyof JobDraft)[]).filter((field) => isOtherKind || differs(field));
  return Object.fromEntries(fields.map((field) => [field, is[field]]));
}
