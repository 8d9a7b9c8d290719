import type { EditorValues } from './values';

/** The fields whose label goes by another name than the field. */
const OTHER_NAMES = { target: 'type', retry: 'maxAttempts', timeout: 'leaseTimeout' } as const;

const NAMES = [
  ...(['name', 'enabled', 'kind', 'url', 'method', 'headers', 'body', 'type', 'tenantId', 'variables'] as const),
  ...(['retries', 'schedule', 'timezone', 'timeoutMs', 'successStatus', 'followRedirects', 'maxAttempts'] as const),
  ...(['backoff', 'delayMs', 'maxDelayMs', 'jitter', 'onStatus', 'delivery', 'overlap', 'missed'] as const),
  ...(['missedWindowSeconds', 'dstGap', 'dstFold', 'startAt', 'endAt', 'pausedUntil', 'jitterSeconds'] as const),
  ...(['autoDisableAfter', 'tags', 'leaseTimeout'] as const),
];
export type FieldName = (typeof NAMES)[number];

/** By which name a field is labelled, `retry.delayMs` and `headers.0.value` too; null for what has no label. */
export function fieldName(path: keyof EditorValues | (string & {})): FieldName | null {
  const [first = '', second] = path.split('.');
  const own = first === 'headers' ? first : (second ?? first);
  const name = own in OTHER_NAMES ? OTHER_NAMES[own as keyof typeof OTHER_NAMES] : own;
  return NAMES.find((known) => known === name) ?? null;
}
