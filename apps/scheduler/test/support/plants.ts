import type { Sink } from '@carillon/testkit/sink';
import { waitFor } from '@carillon/testkit/wait-for';
import { expect } from '@jest/globals';

/** The service as its users see it. */
export interface PlantedService {
  /** Calls the API as the one who may do everything; gives the text of the answer too. */
  call: (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<PlantedAnswer>;
  /** A target that answers with everything it has received. */
  echo: Sink;
}

export interface PlantedAnswer {
  status: number;
  text: string;
  data: Record<string, unknown>;
}

export interface Planted {
  /** What must not be found anywhere. */
  secrets: string[];
  /** Answers to requests that were refused: they must not repeat what was sent. */
  refusals: string[];
  /** Paths that one may read who may not write. */
  paths: string[];
}

/** Puts secrets into the service by one of its features. */
export type Plant = (service: PlantedService) => Promise<Planted>;

const KEY = 'canary-key-7f3a91/24';
const PASSWORD = 'canary-password-55d0';
const BASIC = Buffer.from(`robot:${PASSWORD}`).toString('base64');
const COOKIE = 'canary-cookie-c0ffee';

/** Header values of a cron job, which runs on its schedule and by hand, and is changed. */
export const plantHeaders: Plant = async ({ call, echo }) => {
  const headers = { Authorization: `Basic ${BASIC}`, 'X-Api-Key': KEY, Cookie: `a=1; sid=${COOKIE}` };
  const draft = { name: 'Echo', url: `${echo.url}/echo`, method: 'POST', schedule: '* * * * * *', body: '{}', headers };
  const created = await call('POST', '/api/jobs', draft, { 'idempotency-key': 'planted' });
  const path = `/api/jobs/${String(created.data['id'])}`;
  expect(created.status).toBe(201);
  expect((await call('PATCH', path, { headers: { ...headers, 'x-api-key': '********' } })).status).toBe(400);
  const kept = { Authorization: '********', 'x-api-key': '********', Cookie: headers.Cookie };
  expect((await call('PATCH', path, { headers: kept, name: 'Echo again' })).status).toBe(200);
  await echo.received(2);
  const executed = await call('POST', `${path}/execute`);
  expect(executed.status).toBe(200);
  // What was planted has been sent: the target got it, and answered with it.
  expect(echo.requests.at(-1)?.headers).toMatchObject({ authorization: `Basic ${BASIC}`, 'x-api-key': KEY });
  expect(executed.data['result']).toMatchObject({ responseBody: expect.stringContaining('[redacted]') });
  const secrets = [KEY, PASSWORD, BASIC, COOKIE];
  const refusals = await Promise.all([
    call('POST', '/api/jobs', { ...draft, headers: { 'X-Api-Key': `${KEY}\n` } }),
    call('POST', '/api/jobs', { ...draft, headers: [KEY] }),
    call('POST', '/api/jobs', { ...draft, headers: { Host: KEY, a: 1, b: '********' } }),
    call('POST', '/api/jobs', { ...draft, name: 'Another' }, { 'idempotency-key': 'planted' }),
    call('PATCH', path, { headers: { 'x-new': '********', 'x-api-key': KEY } }),
  ]);
  for (const { status } of refusals) expect([400, 409]).toContain(status);
  const texts = refusals.map(({ text }) => text);
  return { secrets, refusals: texts, paths: ['/api/jobs', path, `${path}/logs`, '/api/logs'] };
};

const HOOK_TOKEN = 'canary-hook-token-91c2';

/** The secrets of a webhook, old and new, and its header values; it is told of runs and rotated meanwhile. */
export const plantWebhook: Plant = async ({ call, echo }) => {
  const job = { name: 'Hooked', url: `${echo.url}/run`, method: 'POST', schedule: '* * * * * *' };
  const jobId = String((await call('POST', '/api/jobs', job)).data['id']);
  const draft = { jobId, endpoint: `${echo.url}/hook`, headers: { Authorization: `Bearer ${HOOK_TOKEN}` } };
  const created = await call('POST', '/api/webhooks', draft);
  expect(created.status).toBe(201);
  const path = `/api/webhooks/${jobId}`;
  const rotated = await call('POST', `${path}/rotate`, {});
  expect(rotated.status).toBe(200);
  await waitFor('a delivery', () => echo.to('/hook').length > 0);
  expect(echo.to('/hook')[0]?.headers).toMatchObject({ authorization: `Bearer ${HOOK_TOKEN}` });
  const texts = [created, rotated].map(({ data }) => String(data['secret']));
  const secrets = [HOOK_TOKEN, ...texts.map((text) => text.slice('whsec_'.length))];
  const refusals = await Promise.all([
    call('POST', '/api/webhooks', draft),
    call('POST', '/api/webhooks', { ...draft, headers: { 'X-Hook': `${HOOK_TOKEN}\n` } }),
    call('PATCH', path, { headers: { 'x-new': '********', authorization: HOOK_TOKEN } }),
    call('PATCH', path, { secret: texts[0] }),
  ]);
  for (const { status } of refusals) expect([400, 409]).toContain(status);
  const paths = ['/api/webhooks', path, `${path}/deliveries`];
  return { secrets, refusals: refusals.map(({ text }) => text), paths };
};
