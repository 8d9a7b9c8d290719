import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { Access } from '../src/http/define-route.js';
import { createOpenApi, renderOpenApi } from '../src/openapi/create-openapi.js';
import { routes } from '../src/routes/index.js';

const document = createOpenApi();

const byKey = (...scopes: string[]) => [{ bearer: scopes }, { apiKey: scopes }];
const SECURITY: Partial<Record<Access, object>> = {
  public: [],
  any_key: byKey(),
  operator: [{ adminToken: [] }, ...byKey('system')],
};

test('every route is in it, with who may call it', () => {
  for (const { spec } of routes) {
    const operation = document.paths?.[spec.path]?.[spec.method];
    expect(operation?.operationId).toBe(spec.operationId);
    expect(operation?.security).toEqual(SECURITY[spec.scope] ?? byKey(spec.scope));
  }
  const operations = Object.values(document.paths ?? {}).flatMap((path) => Object.keys(path));
  expect(operations).toHaveLength(routes.length);
});

test('every operation that needs a credential says that it may be refused, and for how long', () => {
  for (const { spec } of routes.filter((route) => route.spec.scope !== 'public')) {
    const operation = document.paths?.[spec.path]?.[spec.method];
    const responses = (operation?.responses ?? {}) as Record<string, { headers?: object }>;
    expect(Object.keys(responses)).toEqual(expect.arrayContaining(['401', '429', '503']));
    expect('403' in responses).toBe(spec.scope !== 'any_key' || (spec.errors ?? []).includes('self_service_plans_off'));
    expect(Object.keys(responses['429']?.headers ?? {})).toContain('Retry-After');
  }
});

test('operation ids are distinct', () => {
  const ids = routes.map((route) => route.spec.operationId);
  expect(new Set(ids).size).toBe(ids.length);
});

test('every reference leads somewhere', () => {
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/([^"]+)"/g)].map(
    (match) => match[1],
  );
  expect(references.length).toBeGreaterThan(0);
  const { schemas = {}, headers = {} } = document.components ?? {};
  const there = [
    ...Object.keys(schemas).map((name) => `schemas/${name}`),
    ...Object.keys(headers).map((name) => `headers/${name}`),
  ];
  for (const name of references) expect(there).toContain(name);
});

test('path parameters are those of the path', () => {
  for (const { spec } of routes) {
    const parameters = document.paths?.[spec.path]?.[spec.method]?.parameters ?? [];
    const names = parameters.flatMap((parameter) =>
      'in' in parameter && parameter.in === 'path' ? [parameter.name] : [],
    );
    expect(names).toEqual([...spec.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]));
  }
});

describe.each(routes)('$spec.operationId', ({ spec }) => {
  test('its examples fit its schemas', () => {
    expect(spec.response.parse(spec.example)).toEqual(spec.example);
    if (spec.body) expect(spec.body.schema.safeParse(spec.body.example).success).toBe(true);
  });
});

test('what is committed is what the routes say', () => {
  expect(readFileSync(new URL('../openapi.json', import.meta.url), 'utf8')).toBe(renderOpenApi());
});
