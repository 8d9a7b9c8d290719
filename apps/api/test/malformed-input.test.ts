import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { DRAFT, request, startApi, type TestApi } from './support/start-api.js';

/** Bad input is the client's fault, always: a 4xx whose message names the field, and a process that lives on. */

let api: TestApi;
let token: string;
let jobId: string;
beforeAll(async () => {
  api = await startApi();
  ({ token } = await api.user('PRO'));
  jobId = String((await api.call(token, 'POST', '/api/jobs', DRAFT)).body.data['id']);
}, 60_000);
afterAll(() => api.close());

const send = (
  path: string,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
  method = 'POST',
) =>
  request(api.url + path, {
    method,
    body,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
  });

const draftWith = (fields: object) => JSON.stringify({ ...DRAFT, ...fields });
const raw = (fields: string) => `${JSON.stringify(DRAFT).slice(0, -1)},${fields}}`;
const without = (field: keyof typeof DRAFT) => JSON.stringify({ ...DRAFT, [field]: undefined });

/** What is sent to POST /api/jobs, and the field its message must name. */
const FIELDS: [title: string, body: string, field: string][] = [
  ['no name', without('name'), 'name'],
  ['name a number', draftWith({ name: 5 }), 'name'],
  ['name null', draftWith({ name: null }), 'name'],
  ['name empty', draftWith({ name: '' }), 'name'],
  ['name of 256 characters', draftWith({ name: 'n'.repeat(256) }), 'name'],
  ['name with NUL', draftWith({ name: 'a\u0000b' }), 'name'],
  ['name with a lone high surrogate', raw('"tags":["\\ud800"]'), 'tags[0]'],
  ['name with a lone low surrogate', draftWith({ name: 'x' }).replace('"x"', '"\\udc00x"'), 'name'],
  ['no url', without('url'), 'url'],
  ['url an object', draftWith({ url: { href: 'https://a.example' } }), 'url'],
  ['url relative', draftWith({ url: '/report' }), 'url'],
  ['url of another scheme', draftWith({ url: 'ftp://a.example/x' }), 'url'],
  ['url javascript:', draftWith({ url: 'javascript:alert(1)' }), 'url'],
  ['url with a broken scheme', draftWith({ url: 'ht\ntp://a.example' }), 'url'],
  ['url with userinfo', draftWith({ url: 'https://user:pass@a.example/' }), 'url'],
  ['url with empty userinfo', draftWith({ url: 'https://@a.example/' }), 'url'],
  ['url with spaces', draftWith({ url: 'https://a.example/a b' }), 'url'],
  ['url without slashes', draftWith({ url: 'http:a.example' }), 'url'],
  ['url with three slashes', draftWith({ url: 'http:///a.example' }), 'url'],
  ['url with a bad port', draftWith({ url: 'http://a.example:65536/' }), 'url'],
  ['url of 2,049 characters', draftWith({ url: `https://a.example/${'a'.repeat(2_031)}` }), 'url'],
  ['no method', without('method'), 'method'],
  ['method in lower case', draftWith({ method: 'post' }), 'method'],
  ['method TRACE', draftWith({ method: 'TRACE' }), 'method'],
  ['method an array', draftWith({ method: ['POST'] }), 'method'],
  ['no schedule', without('schedule'), 'schedule'],
  ['schedule empty', draftWith({ schedule: '' }), 'schedule'],
  ['schedule of four fields', draftWith({ schedule: '0 9 * *' }), 'schedule'],
  ['schedule with seconds on a plan without', draftWith({ schedule: '0 0 9 * * *' }), 'schedule'],
  ['schedule with H', draftWith({ schedule: 'H 9 * * *' }), 'schedule'],
  ['schedule with minute 61', draftWith({ schedule: '61 9 * * *' }), 'schedule'],
  ['schedule on 31 February', draftWith({ schedule: '0 0 31 2 *' }), 'schedule'],
  ['schedule of 40,001 characters', draftWith({ schedule: `${'1,'.repeat(20_000)}1 * * * *` }), 'schedule'],
  ['schedule a number', draftWith({ schedule: 5 }), 'schedule'],
  ['timezone unknown', draftWith({ timezone: 'Asia/Tokio' }), 'timezone'],
  ['timezone an offset', draftWith({ timezone: '+09:00' }), 'timezone'],
  ['timezone null', draftWith({ timezone: null }), 'timezone'],
  ['headers an array', draftWith({ headers: ['a'] }), 'headers'],
  ['headers text', draftWith({ headers: 'X-Foo: 1' }), 'headers'],
  ['a header value a number', draftWith({ headers: { 'X-Foo': 1 } }), 'headers.X-Foo'],
  ['a header value with a line break', draftWith({ headers: { 'X-Foo': 'a\r\nX-Bar: b' } }), 'headers.X-Foo'],
  ['a header value beyond Latin-1', draftWith({ headers: { 'X-Foo': '日本' } }), 'headers.X-Foo'],
  ['a header value with NUL', draftWith({ headers: { 'X-Foo': '\u0000' } }), 'headers.X-Foo'],
  ['a header name with a space', draftWith({ headers: { 'X Foo': 'a' } }), 'headers.X Foo'],
  ['an empty header name', draftWith({ headers: { '': 'a' } }), 'headers.'],
  ['a header twice', draftWith({ headers: { 'X-Foo': 'a', 'x-foo': 'b' } }), 'headers.x-foo'],
  ...[
    'Host',
    'Connection',
    'Content-Length',
    'Transfer-Encoding',
    'TE',
    'Trailer',
    'Upgrade',
    'Keep-Alive',
    'Expect',
    'Proxy-Authorization',
    'X-Forwarded-For',
    'Forwarded',
    'Metadata-Flavor',
    'Metadata',
    'X-aws-ec2-metadata-token',
    'Idempotency-Key',
    'Carillon-Run-Id',
    'User-Agent',
    'traceparent',
    'tracestate',
  ].map((name): [string, string, string] => [
    `header ${name}`,
    draftWith({ headers: { [name]: 'a' } }),
    `headers.${name}`,
  ]),
  [
    '51 headers',
    draftWith({ headers: Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`X-${i}`, 'a'])) }),
    'headers',
  ],
  ['headers of 8 kB and more', draftWith({ headers: { 'X-Foo': 'a'.repeat(8_188) } }), 'headers'],
  ['body an object', draftWith({ body: { type: 'daily' } }), 'body'],
  ['body of 64 kB and more', draftWith({ body: 'あ'.repeat(21_846) }), 'body'],
  ['body with GET', draftWith({ method: 'GET', body: 'x' }), 'body'],
  ['body with DELETE', draftWith({ method: 'DELETE', body: '' }), 'body'],
  ['enabled text', draftWith({ enabled: 'true' }), 'enabled'],
  ['enabled null', draftWith({ enabled: null }), 'enabled'],
  ['timeoutMs text', draftWith({ timeoutMs: '1000' }), 'timeoutMs'],
  ['timeoutMs 99', draftWith({ timeoutMs: 99 }), 'timeoutMs'],
  ['timeoutMs a fraction', draftWith({ timeoutMs: 1_000.5 }), 'timeoutMs'],
  ['timeoutMs beyond the plan', draftWith({ timeoutMs: 300_001 }), 'timeoutMs'],
  ['timeoutMs beyond 2^53', draftWith({ timeoutMs: 1e17 }), 'timeoutMs'],
  ['timeoutMs infinite', raw('"timeoutMs":1e309'), 'timeoutMs'],
  ['dstGap unknown', draftWith({ dstGap: 'maybe' }), 'dstGap'],
  ['dstFold unknown', draftWith({ dstFold: 1 }), 'dstFold'],
  ['tags text', draftWith({ tags: 'a' }), 'tags'],
  ['an empty tag', draftWith({ tags: ['a', ''] }), 'tags[1]'],
  ['21 tags', draftWith({ tags: Array.from({ length: 21 }, String) }), 'tags'],
  ...['userId', 'id', 'nextRunAt', 'createdAt', 'count', 'lastStatus', 'hasWebhook', 'policy', 'foo'].map(
    (name): [string, string, string] => [`unknown field ${name}`, draftWith({ [name]: 1 }), name],
  ),
  ['a very long unknown field', draftWith({ ['k'.repeat(5_000)]: 1 }), 'k'.repeat(64)],
  ['__proto__', raw('"__proto__":{"admin":true}'), '__proto__'],
  ['__proto__ spelled with escapes', raw('"\\u005f_proto__":{}'), '__proto__'],
  ['__proto__ deep down', raw('"headers":{"a":{"__proto__":1}}'), 'headers.a.__proto__'],
  ['constructor', raw('"constructor":{"prototype":{}}'), 'constructor'],
  ['a key with NUL', raw('"a\\u0000":1'), 'a\\u0000'],
  ['a key twice', raw('"name":"b"'), 'name'],
  ['a key twice, spelled in two ways', raw('"\\u006eame":"b"'), 'name'],
  ['a nested key twice', raw('"headers":{"X-A":"1","X-A":"2"}'), 'headers.X-A'],
  ['an array for the object', JSON.stringify([DRAFT]), '$'],
  ['null for the object', 'null', '$'],
  ['text for the object', '"job"', '$'],
  ['a number for the object', '1e309', '$'],
];

test.each(FIELDS)('%s', async (_title, body, field) => {
  const answer = await send('/api/jobs', body);
  expect(answer.status).toBe(400);
  expect(answer.body).toMatchObject({ success: false, data: null, error: { code: 'invalid_input' } });
  const named = field.replace('\\u0000', '\u0000');
  expect(answer.body.message).toContain(`${named}`);
  expect(answer.body.error?.details.fields?.some((fault) => fault.field.startsWith(named))).toBe(true);
});

const bomb = gzipSync(Buffer.alloc(10 * 1_024 * 1_024, 0x20));
const BODIES: [
  title: string,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string>,
  status: number,
][] = [
  ['no body', '', {}, 400],
  ['white space', '   ', {}, 400],
  ['truncated JSON', '{"name":"a"', {}, 400],
  ['a trailing comma', '{"name":"a",}', {}, 400],
  ['two values', '{}{}', {}, 400],
  ['a comment', '{/* */}', {}, 400],
  ['NaN', '{"timeoutMs":NaN}', {}, 400],
  ['brackets crossed', '{]}[', {}, 400],
  ['closing brackets only', ']'.repeat(1_000), {}, 400],
  ['a byte order mark', `\ufeff${JSON.stringify(DRAFT)}`, {}, 400],
  ['broken UTF-8', new Uint8Array([0x22, 0xff, 0x22]), {}, 400],
  ['UTF-16', new Uint8Array(Buffer.from('{}', 'utf16le')), {}, 400],
  ['a raw NUL in a text', '{"name":"\u0000"}', {}, 400],
  ['33 levels', `${'['.repeat(33)}${']'.repeat(33)}`, {}, 400],
  ['33 levels of objects', `${'{"a":'.repeat(33)}1${'}'.repeat(33)}`, {}, 400],
  ['101 kB', JSON.stringify({ ...DRAFT, body: 'x'.repeat(101_000) }), {}, 413],
  ['a gzip bomb', new Uint8Array(bomb), { 'content-encoding': 'gzip' }, 413],
  ['gzip that is not', 'not gzip', { 'content-encoding': 'gzip' }, 400],
  ['an unknown compression', '{}', { 'content-encoding': 'lzma' }, 415],
  ['text/plain', JSON.stringify(DRAFT), { 'content-type': 'text/plain' }, 415],
  ['a form', 'name=a', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
  ['multipart', 'x', { 'content-type': 'multipart/form-data; boundary=x' }, 415],
  ['a nonsense content type', '{}', { 'content-type': 'json' }, 415],
  ['another charset', JSON.stringify(DRAFT), { 'content-type': 'application/json; charset=utf-16' }, 415],
];

test.each(BODIES)('%s', async (_title, body, headers, status) => {
  const answer = await send('/api/jobs', body, headers);
  expect(answer.status).toBe(status);
  expect(answer.body).toMatchObject({ success: false, data: null });
  expect(answer.body.message).not.toBe('');
});

test.each(['/api/jobs', '/api/jobs/batch', '/api/jobs/preview'])('200,000 levels to %s', async (path) => {
  const answer = await send(path, `${'['.repeat(200_000)}${']'.repeat(200_000)}`);
  expect([400, 413]).toContain(answer.status);
});

test('the prototype stays as it was', async () => {
  for (const path of ['/api/jobs', '/api/jobs/batch', '/api/jobs/preview']) {
    expect((await send(path, '{"__proto__":{"admin":true}}')).status).toBe(400);
  }
  expect((await send(`/api/jobs/${jobId}`, '{"__proto__":{"admin":true}}', {}, 'PATCH')).status).toBe(400);
  expect(({} as { admin?: boolean }).admin).toBeUndefined();
});

test('after all of it the process answers', async () => {
  expect(await request(`${api.url}/health`, {})).toMatchObject({ status: 200, body: { status: 'ok' } });
});
