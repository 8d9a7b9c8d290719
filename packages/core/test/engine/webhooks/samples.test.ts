import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { signatureHeaders } from '../../../src/engine/sign-webhook.js';
import { newWebhookSecret } from '../../../src/engine/webhook-secret.js';

const PAGE = readFileSync(new URL('../../../../../docs/webhooks.md', import.meta.url), 'utf8');

type Sample = {
  isFromCarillon: (secret: string, headers: Record<string, string>, body: Buffer, now?: number) => boolean;
};

test('what the page shows for Node accepts what is signed, and nothing else', async () => {
  const [, code = ''] = /```js\n([\s\S]*?)```/.exec(PAGE) ?? [];
  const url = `data:text/javascript,${encodeURIComponent(code)}`;
  const { isFromCarillon } = (await import(url)) as Sample;
  const [secret, previousSecret] = [newWebhookSecret(), newWebhookSecret()];
  const body = JSON.stringify({ a: 'あ' });
  const timestamp = Math.floor(Date.now() / 1_000);
  const signable = { webhookId: 'webhook_1', messageId: 'msg_1', timestamp, body, secret, previousSecret };
  const headers = signatureHeaders(signable);
  const bytes = Buffer.from(body);
  expect(isFromCarillon(secret, headers, bytes)).toBe(true);
  expect(isFromCarillon(previousSecret, headers, bytes)).toBe(true);
  expect(isFromCarillon(newWebhookSecret(), headers, bytes)).toBe(false);
  expect(isFromCarillon(secret, headers, Buffer.from(`${body} `))).toBe(false);
  expect(isFromCarillon(secret, headers, bytes, timestamp + 301)).toBe(false);
  expect(isFromCarillon(secret, { ...headers, 'webhook-id': 'msg_2' }, bytes)).toBe(false);
  expect(isFromCarillon(secret, {}, bytes)).toBe(false);
});
