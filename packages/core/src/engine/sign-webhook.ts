import { createHmac } from 'node:crypto';
import { standardKeyOf } from './webhook-secret.js';

/** What is signed, and with which secrets. */
export interface Signable {
  webhookId: string;
  /** The message's id: the same on every attempt and replay. */
  messageId: string;
  /** When this attempt is sent, in seconds. */
  timestamp: number;
  /** The exact text that is sent. */
  body: string;
  secret: string;
  /** The secret before the last rotation, while it is still good. */
  previousSecret: string | null;
}

/**
 * The headers by which a receiver knows a delivery: `X-Signature`, keyed with the whole text of the secret, over the body
 * alone; and the three of Standard Webhooks, over id, time and body. While two secrets live, both sign.
 */
export function signatureHeaders(signable: Signable): Record<string, string> {
  const { webhookId, messageId, timestamp, body, secret, previousSecret } = signable;
  const secrets = previousSecret === null ? [secret] : [secret, previousSecret];
  const signed = `${messageId}.${timestamp}.${body}`;
  return {
    'x-webhook-id': webhookId,
    'x-signature': hmac(secret, body).toString('hex'),
    ...(previousSecret !== null && { 'x-signature-previous': hmac(previousSecret, body).toString('hex') }),
    'webhook-id': messageId,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': secrets.map((each) => `v1,${hmac(standardKeyOf(each), signed).toString('base64')}`).join(' '),
  };
}

const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
