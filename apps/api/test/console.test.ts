import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { request, startApi, type TestApi } from './support/start-api.js';

const PAGE = '<!doctype html><meta name="csp-nonce" content="__CSP_NONCE__"><style nonce="__CSP_NONCE__"></style>';
const SCRIPT = 'export const answer = 42;\n'.repeat(100);
const OUTSIDE = 'what nobody may read';
const ASSET = '/assets/index-1a2b3c.js';

/** What browsers say when they open a page. */
const BROWSER = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8' };

let folder: string;
let api: TestApi;
let unbuilt: TestApi;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'carillon-console-'));
  const dist = join(folder, 'dist');
  await mkdir(join(dist, 'assets'), { recursive: true });
  await mkdir(join(folder, 'private'));
  const files: [name: string, content: string | Buffer][] = [
    ['private/secret.js', OUTSIDE],
    ['dist/index.html', PAGE],
    ['dist/favicon.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
    [`dist${ASSET}`, SCRIPT],
    [`dist${ASSET}.br`, brotliCompressSync(SCRIPT)],
    [`dist${ASSET}.gz`, gzipSync(SCRIPT)],
    ['dist/assets/plain-4d5e6f.css', 'body { margin: 0 }'],
  ];
  for (const [name, content] of files) await writeFile(join(folder, name), content);
  await symlink(join(folder, 'private/secret.js'), join(dist, 'assets/link.js'));
  await symlink(join(folder, 'private/secret.js'), join(dist, 'assets/plain-4d5e6f.css.br'));
  await symlink(join(folder, 'private'), join(dist, 'linked'));
  api = await startApi(() => ({ consoleDir: dist }));
  unbuilt = await startApi(undefined, null, { databaseUrl: api.databaseUrl });
}, 60_000);
afterAll(async () => {
  await unbuilt.close();
  await api.close();
  await rm(folder, { recursive: true });
});

const visit = (path: string, headers: Record<string, string> = BROWSER, method = 'GET') =>
  request(api.url + path, { method, headers });

/** Sends a path as it is written: `fetch` would tidy it up. */
const sendRaw = (path: string, headers: Record<string, string>) =>
  new Promise<{ status: number; encoding: string | undefined; body: Buffer }>((resolve, reject) => {
    const { hostname, port } = new URL(api.url);
    get({ hostname, port, path, headers, agent: false }, (res) => {
      const chunks: Buffer[] = [];
      res.on('data', (chunk: Buffer) => chunks.push(chunk));
      const { statusCode: status = 0, headers: answered } = res;
      res.on('end', () => resolve({ status, encoding: answered['content-encoding'], body: Buffer.concat(chunks) }));
    }).on('error', reject);
  });

const nonceOf = (text: string) => /content="([^"]+)"/.exec(text)?.[1];

describe('the page', () => {
  test.each(['/', '/?a=1', '/jobs', '/jobs/019a52a5/edit', '/worker-jobs', '/admin', '/admin/users', '/api-keys'])(
    'is what browsers get at %s',
    async (path) => {
      const answer = await visit(path);
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
      expect(answer.text).toContain('<!doctype html>');
      expect(answer.headers.get('cache-control')).toBe('no-cache');
      expect(answer.headers.get('etag')).toBeNull();
    },
  );

  test('has a fresh nonce each time, the one of its policy', async () => {
    const answers = await Promise.all([visit('/'), visit('/'), visit('/jobs')]);
    const nonces = answers.map(({ text }) => nonceOf(text));
    expect(new Set(nonces).size).toBe(3);
    for (const [i, { headers, text }] of answers.entries()) {
      expect(Buffer.from(nonces[i] ?? '', 'base64')).toHaveLength(16);
      expect(text).not.toContain('__CSP_NONCE__');
      expect(text).toContain(`<style nonce="${nonces[i]}">`);
      expect(headers.get('content-security-policy')).toBe(
        `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonces[i]}'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`,
      );
    }
  });

  test('carries the headers of every answer and what it may not use', async () => {
    const { headers } = await visit('/');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('permissions-policy')).toContain('camera=()');
    expect(headers.get('vary')).toContain('Accept');
  });

  test('is there for HEAD, without its body', async () => {
    const answer = await visit('/jobs', BROWSER, 'HEAD');
    expect([answer.status, answer.text]).toEqual([200, '']);
    expect(answer.headers.get('content-security-policy')).toContain("script-src 'self'");
  });

  test('is what programs get at the root, unless they want JSON', async () => {
    expect((await visit('/', { accept: '*/*' })).text).toContain('<!doctype html>');
    expect((await visit('/', { accept: 'application/json' })).body.error?.code).toBe('no_such_route');
  });
});

describe('others', () => {
  test.each([
    '/api',
    '/api/nothing',
    '/api/v1/nothing',
    '/docs/nothing',
    '/metrics/nothing',
    '/assets/gone.js',
    '/echo',
  ])('browsers find nothing at %s', async (path) => {
    const answer = await visit(path);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([404, 'application/json; charset=utf-8']);
  });

  test.each(['/nowhere', '/jobs', '/admin/users'])('programs find nothing at %s', async (path) => {
    const answers = [await visit(path, {}), await visit(path, { accept: 'application/json' })];
    expect(answers.map(({ status }) => status)).toEqual([404, 404]);
  });

  test.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('%s finds no page', async (method) => {
    expect((await visit('/jobs', BROWSER, method)).status).toBe(404);
  });

  test('the API, the probes and the dashboard answer as ever', async () => {
    expect((await visit('/api/jobs')).status).toBe(401);
    expect((await visit('/health')).body).toHaveProperty('status');
    expect((await visit('/openapi.json')).body).toHaveProperty('openapi');
    expect((await visit('/admin/queues')).body.error?.code).toBe('not_found');
  });
});

describe('files', () => {
  test('with a hash in the name are kept for ever', async () => {
    const { status, headers, text } = await visit(ASSET, { accept: '*/*' });
    expect([status, text]).toEqual([200, SCRIPT]);
    expect(headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  test('without one are asked about before each use', async () => {
    const { headers } = await visit('/favicon.svg', { accept: 'image/*' });
    expect([headers.get('cache-control'), headers.get('content-type')]).toEqual(['no-cache', 'image/svg+xml']);
    const again = await sendRaw('/favicon.svg', { 'if-modified-since': headers.get('last-modified') ?? '' });
    expect(again.status).toBe(304);
  });

  test.each([
    ['gzip, deflate, br', 'br'],
    ['gzip', 'gzip'],
    ['br;q=0, gzip', 'gzip'],
    ['br;q=0, gzip;q=0', undefined],
    ['identity', undefined],
    ['zstd', undefined],
  ])('come as they were compressed: %s', async (accepted, encoding) => {
    const answer = await sendRaw(ASSET, { 'accept-encoding': accepted });
    expect([answer.status, answer.encoding]).toEqual([200, encoding]);
    if (encoding === 'br') expect(brotliDecompressSync(answer.body).toString()).toBe(SCRIPT);
    if (encoding === undefined) expect(answer.body.toString()).toBe(SCRIPT);
    else expect(answer.body.length).toBeLessThan(SCRIPT.length / 5);
  });

  test('say that the encoding depends on the request', async () => {
    expect((await visit(ASSET, {})).headers.get('vary')).toBe('Accept-Encoding');
  });

  test('are the build’s alone', async () => {
    const paths = [
      '/../private/secret.js',
      '/assets/../../private/secret.js',
      '/assets/..%2f..%2fprivate/secret.js',
      '/assets/%2e%2e/%2e%2e/private/secret.js',
      '/assets/..%5c..%5cprivate%5csecret.js',
      '/assets//../../private/secret.js',
      '/%2fetc/passwd',
      '//etc/passwd',
      `${ASSET}%00.css`,
      `${ASSET}.br`,
      '/assets/link.js',
      '/linked/secret.js',
      '/assets/%ZZ',
    ];
    for (const path of paths) {
      const { status, body } = await sendRaw(path, { accept: '*/*' });
      expect([path, status]).toEqual([path, 404]);
      expect(body.toString()).not.toContain(OUTSIDE);
    }
    // The compressed copy of this one is a link that leads outside.
    const css = await sendRaw('/assets/plain-4d5e6f.css', { 'accept-encoding': 'br' });
    expect([css.encoding, css.body.toString()]).toEqual([undefined, 'body { margin: 0 }']);
  });
});

test('a console that is not built is told of in a sentence', async () => {
  const headers = { ...BROWSER, 'accept-language': 'en' };
  const answer = await request(unbuilt.url, { headers });
  expect([answer.status, answer.headers.get('content-type')]).toEqual([404, 'text/plain; charset=utf-8']);
  expect(answer.text).toBe('The console is not built here. The API is at /api, its reference at /docs\n');
  expect((await request(`${unbuilt.url}/nowhere`, {})).body.error?.code).toBe('no_such_route');
});
