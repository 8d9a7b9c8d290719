import type { Components, DataOf } from '@carillon/client/rest';
import { headersOf } from '../editor/draft-of';
import type { Header } from '../editor/values';

export type Webhook = DataOf<'getWebhook'>;
export type WebhookEvent = Webhook['events'][number];
type Draft = Components['schemas']['WebhookDraft'];
type Changes = Components['schemas']['WebhookChanges'];

/** In the order in which they are offered. */
export const EVENTS = ['success', 'failure', 'recovered', 'skipped', 'disabled'] as const satisfies WebhookEvent[];

export interface WebhookValues {
  endpoint: string;
  events: WebhookEvent[];
  onlyAfterFailures: number | '';
  headers: Header[];
  enabled: boolean;
}

/** A new webhook as the API makes it where nothing is said. */
export const NEW_WEBHOOK: WebhookValues = {
  endpoint: '',
  events: ['success', 'failure'],
  onlyAfterFailures: 1,
  headers: [],
  enabled: true,
};

/** A webhook as its form shows it. */
export function valuesOf({ endpoint, events, onlyAfterFailures, headers, enabled }: Webhook): WebhookValues {
  const rows = Object.entries(headers ?? {}).map(([name, value]) => ({ name, value }));
  return {
    endpoint,
    events: EVENTS.filter((event) => events.includes(event)),
    onlyAfterFailures,
    headers: rows,
    enabled,
  };
}

/** What is typed, as the API takes it. */
export function draftOf({
  endpoint,
  events,
  onlyAfterFailures,
  headers,
  enabled,
}: WebhookValues): Omit<Draft, 'jobId'> {
  return {
    endpoint: endpoint.trim(),
    events,
    onlyAfterFailures: onlyAfterFailures === '' ? 1 : onlyAfterFailures,
    headers: headersOf(headers),
    enabled,
  };
}

/** The fields that differ. */
export function changesOf(before: WebhookValues, after: WebhookValues): Changes {
  const [was, is] = [draftOf(before), draftOf(after)];
  const fields = (Object.keys(is) as (keyof Changes)[]).filter(
    (field) => JSON.stringify(was[field]) !== JSON.stringify(is[field]),
  );
  return Object.fromEntries(fields.map((field) => [field, is[field]]));
}
