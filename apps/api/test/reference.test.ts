import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { request, startApi, type TestApi } from './support/start-api.js';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
}, 60_000);
afterAll(() => api.close());

const read = (path: string, headers: Record<string, string> = {}) => request(api.url + path, { headers });

const assetsOf = (page: string) => [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1] ?? '');

test('the page allows scripts of its own origin alone, and calls to it', async () => {
  const { status, headers } = await read('/docs');
  expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  const policy = headers.get('content-security-policy') ?? '';
  expect(policy).toMatch(/^default-src 'none'; script-src 'self'; /);
  expect(policy).toContain("connect-src 'self'");
  expect(policy).not.toMatch(/unsafe-eval|https?:|\*/);
});

test('everything it loads is served here, scripts compressed', async () => {
  const { text } = await read('/docs');
  const scripts = assetsOf(text).filter((path) => path.endsWith('.js'));
  expect(scripts).toHaveLength(2);
  for (const path of scripts) {
    const answer = await read(path, { 'accept-encoding': 'gzip' });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/javascript; charset=utf-8']);
  }
  const bundle = await read(scripts[0] ?? '', { 'accept-encoding': 'gzip' });
  expect(bundle.headers.get('content-encoding')).toBe('gzip');
  expect(bundle.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  for (const path of assetsOf(text)) expect(path).toMatch(/^(\/docs\/assets\/|\/openapi\.json$|data:,$)/);
  expect(text).toContain('load-fonts="false"');
});

test('the only addresses of others in the bundle are fonts that it is told not to load, and texts', () => {
  const bundle = readFileSync(createRequire(import.meta.url).resolve('rapidoc'), 'utf8');
  const hosts = new Set([...bundle.matchAll(/https?:\/\/([\w.-]+)/g)].map((match) => match[1]));
  expect([...hosts].sort()).toEqual([
    'example.com',
    'fonts.gstatic.com',
    'github.com',
    'localhost',
    'marked.js.org',
    'spec.openapis.org',
    'swagger.io',
    'vladimirgorej.com',
  ]);
});

test('nothing else of the package is served', async () => {
  for (const path of ['/docs/assets/', '/docs/assets/report.html', '/docs/assets/rapidoc.js', '/docs/assets/../x']) {
    expect((await read(path, { accept: 'text/html' })).status).toBe(404);
  }
});
