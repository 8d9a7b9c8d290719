import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { WebhookRequest } from '../../packages/core/src/egress/send-webhook.js';
import { answered, setUp, type Setup } from '../../packages/core/test/engine/webhooks/support.js';

/** The receivers of the examples, and deliveries as the engine makes and signs them. */

const [SECRET, EARLIER, OTHER] = ['new', 'earlier', 'other'].map(
  (text) => `whsec_${Buffer.alloc(32, text).toString('base64')}`,
) as [string, string, string];

let s: Setup;
beforeAll(async () => {
  s = await setUp();
});
afterAll(() => s.close());

describe.each([
  ['Node', process.execPath, 'receiver.mjs'],
  ['Python', 'python3', 'receiver.py'],
])('the receiver in %s', (_language, program, file) => {
  let receiver: ChildProcess;
  let endpoint: string;
  beforeAll(async () => {
    const path = fileURLToPath(new URL(`../webhooks/${file}`, import.meta.url));
    const env = { PATH: process.env['PATH'] ?? '', WEBHOOK_SECRET: SECRET, PORT: '0' };
    const child = spawn(program, [path], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    receiver = child;
    const line = once(createInterface({ input: child.stdout }), 'line') as Promise<[string]>;
    const [said] = await Promise.race([line, cannotStart(child, program)]);
    endpoint = said.replace('Listening on ', '');
  });
  afterAll(async () => {
    // Without a pid it was never there.
    if (receiver.pid === undefined || receiver.exitCode !== null || receiver.signalCode !== null) return;
    receiver.kill();
    await once(receiver, 'exit');
  });

  const send = async ({ headers, body }: WebhookRequest) =>
    (await fetch(endpoint, { method: 'POST', headers, body })).status;

  /** A delivery that is made and signed at an instant of the Postgres clock, and what it is answered with. */
  const deliver = async (
    secrets: { secret: string; previousSecret?: string; previousSecretUntil?: Date },
    at = new Date(),
  ) => {
    await s.reset();
    await s.setClock(at);
    const { cronJobId } = await s.hook({ endpoint, ...secrets });
    await s.fail(cronJobId);
    await s.dispatch();
    const sent: { request: WebhookRequest; status: number }[] = [];
    await s.deliver(s.queue.splice(0)[0] ?? '', async (request) => {
      const status = await send(request);
      sent.push({ request, status });
      return answered(status);
    });
    const [only] = sent;
    if (only === undefined || sent.length > 1) throw new Error(`${sent.length} were sent`);
    return only;
  };
  const statusOf = async (...how: Parameters<typeof deliver>) => (await deliver(...how)).status;
  const minutesFromNow = (minutes: number) => new Date(Date.now() + minutes * 60_000);

  test('takes a genuine delivery, and one that was signed with two secrets', async () => {
    expect(await statusOf({ secret: SECRET })).toBe(204);
    const rotated = { secret: OTHER, previousSecret: SECRET, previousSecretUntil: minutesFromNow(60) };
    expect(await statusOf(rotated)).toBe(204);
    expect(await statusOf({ ...rotated, previousSecret: EARLIER })).toBe(401);
  });

  test('refuses another secret, an old delivery, and one from a clock that is far ahead', async () => {
    expect(await statusOf({ secret: OTHER })).toBe(401);
    expect(await statusOf({ secret: SECRET }, minutesFromNow(-4))).toBe(204);
    expect(await statusOf({ secret: SECRET }, minutesFromNow(-6))).toBe(401);
    expect(await statusOf({ secret: SECRET }, minutesFromNow(6))).toBe(401);
  });

  test('refuses what was changed on its way', async () => {
    const { request, status } = await deliver({ secret: SECRET });
    expect(status).toBe(204);
    const { headers, body } = request;
    const changed: [string, Partial<WebhookRequest>][] = [
      ['another body', { body: body.replace('failure', 'success') }],
      ['another id', { headers: { ...headers, 'webhook-id': 'msg_0' } }],
      ['a later time', { headers: { ...headers, 'webhook-timestamp': nextSecond(headers) } }],
      ['no time', { headers: { ...headers, 'webhook-timestamp': 'now' } }],
      ['no signature', { headers: { ...headers, 'webhook-signature': 'v1,' } }],
      ['no headers of ours', { headers: {} }],
    ];
    for (const [what, change] of changed) expect([what, await send({ ...request, ...change })]).toEqual([what, 401]);
  });
});

const nextSecond = (headers: Readonly<Record<string, string>>) => String(Number(headers['webhook-timestamp']) + 1);

/** Rejects with what to do about it. */
async function cannotStart(child: ChildProcess, program: string): Promise<never> {
  const [error] = (await Promise.race([once(child, 'error'), once(child, 'exit')]).catch((fault: unknown) => [
    fault,
  ])) as [unknown];
  throw new Error(`${program} does not run the receiver (${String(error)}): install ${program} 3.9 or later.`);
}
