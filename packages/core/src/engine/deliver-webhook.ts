import { inTransaction, type Database } from '../db/client.js';
import { newId } from '../db/ids.js';
import {
  claimDelivery,
  endAttempt,
  storePayload,
  type AttemptEnd,
  type ClaimedDelivery,
} from '../db/queries/deliver-webhooks.js';
import { formatDeliveryId } from '../domain/ids.js';
import { decideDelivery, type DeliveryDecision } from '../domain/webhook/decide-delivery.js';
import { DELIVERY_TIMEOUT_MS } from '../domain/webhook/limits.js';
import type { WebhookAnswer, WebhookRequest } from '../egress/send-webhook.js';
import type { Keyring } from '../secrets/keyring.js';
import { VERSION } from '../version.js';
import { noteWebhookGone } from './note-webhook-gone.js';
import { openWebhookSecrets } from './open-webhook-secrets.js';
import { signatureHeaders } from './sign-webhook.js';
import { tellPayload } from './tell-payload.js';

export interface DeliverDeps {
  database: Database;
  keyring: Keyring;
  send: (request: WebhookRequest, delivery: ClaimedDelivery) => Promise<WebhookAnswer>;
  /** From 0 to 1. */
  random: () => number;
}

export type DeliverOutcome =
  /** It was ended, taken by somebody else, or is not due: the message came twice or late. */
  | { kind: 'not_taken' }
  /** The lease ran out meanwhile: what came of it is somebody else's to find out. */
  | { kind: 'stale' }
  | { kind: 'attempted'; decision: DeliveryDecision['kind']; durationMs: number };

/** Makes one attempt at a delivery: takes it under a lease, sends it signed, writes what came of it. */
export async function deliverWebhook(deps: DeliverDeps, deliveryId: string): Promise<DeliverOutcome> {
  const claimedAt = performance.now();
  const delivery = await claimDelivery(deps.database.pool, deliveryId, newId());
  if (delivery === null) return { kind: 'not_taken' };
  const payload = await payloadOf(deps, delivery);
  if (payload === null) return { kind: 'stale' };
  const startedAt = new Date(delivery.nowMs + Math.round(performance.now() - claimedAt));
  const answer = await send(deps, delivery, { payload, startedAt });
  const now = new Date(startedAt.getTime() + answer.durationMs);
  const decision = decideDelivery({ ...answer, attempt: delivery.attempt, random: deps.random() }, now);
  const won = await writeEnd(deps, delivery, endOf({ delivery, answer, decision, startedAt }));
  return won ? { kind: 'attempted', decision: decision.kind, durationMs: answer.durationMs } : { kind: 'stale' };
}

/** The text of the first attempt is that of all: null when the lease was lost before it was kept. */
async function payloadOf({ database }: DeliverDeps, delivery: ClaimedDelivery): Promise<string | null> {
  if (delivery.payload !== null) return delivery.payload;
  const payload = await tellPayload(database.db, delivery);
  if (payload === null) return null;
  return (await storePayload(database.pool, delivery, payload)) ? payload : null;
}

const UNREADABLE = { code: 'secret_unreadable', message: 'The secrets of this webhook cannot be opened.' };

async function send(
  deps: DeliverDeps,
  delivery: ClaimedDelivery,
  { payload: body, startedAt }: { payload: string; startedAt: Date },
): Promise<WebhookAnswer> {
  const secrets = openWebhookSecrets(deps.keyring, { ...delivery, id: delivery.webhookId });
  if (secrets === null) return { status: 0, headers: {}, durationMs: 0, error: UNREADABLE };
  const signed = signatureHeaders({
    webhookId: delivery.webhookId,
    messageId: formatDeliveryId(delivery.id),
    timestamp: Math.floor(startedAt.getTime() / 1_000),
    body,
    secret: secrets.secret,
    previousSecret: secrets.previousSecret,
  });
  const ours = { ...signed, 'content-type': 'application/json', 'user-agent': `Carillon/${VERSION}` };
  const headers = { ...lowerNamed(secrets.headers), ...ours };
  return deps.send({ url: delivery.endpoint, headers, body, timeoutMs: DELIVERY_TIMEOUT_MS }, delivery);
}

/** So that ours take the place of a user's, however it is spelled. */
function lowerNamed(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

const STATES = { delivered: 'delivered', retry: 'pending', dead: 'dead', gone: 'dead' } as const;

interface Attempted {
  delivery: ClaimedDelivery;
  answer: WebhookAnswer;
  decision: DeliveryDecision;
  startedAt: Date;
}

function endOf({ delivery, answer, decision, startedAt }: Attempted): AttemptEnd {
  const { status, durationMs, error } = answer;
  return {
    state: STATES[decision.kind],
    delayMs: decision.kind === 'retry' ? decision.delayMs : 0,
    attempt: { attempt: delivery.attempt, startedAt: startedAt.toISOString(), durationMs, status, error },
    disabledReason: decision.kind === 'gone' ? 'endpoint_gone' : null,
  };
}

async function writeEnd({ database }: DeliverDeps, delivery: ClaimedDelivery, end: AttemptEnd): Promise<boolean> {
  if (end.disabledReason === null) return (await endAttempt(database.pool, delivery, end)).won;
  return inTransaction(database.pool, async (pg) => {
    const { won, disabled } = await endAttempt(pg, delivery, end);
    if (disabled) await noteWebhookGone(pg, delivery);
    return won;
  });
}
