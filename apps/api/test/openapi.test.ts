import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { createOpenApi, renderOpenApi } from '../src/openapi/create-openapi.js';
import { routes } from '../src/routes/index.js';

const document = createOpenApi();

test('every route is in it, with its scope', () => {
  for (const { spec } of routes) {
    const operation = document.paths?.[spec.path]?.[spec.method];
    expect(operation?.operationId).toBe(spec.operationId);
    const scopes = operation?.security?.flatMap((requirement) => Object.values(requirement).flat());
    expect(new Set(scopes)).toEqual(new Set(spec.scope === 'public' ? [] : [spec.scope]));
  }
  const operations = Object.values(document.paths ?? {}).flatMap((path) => Object.keys(path));
  expect(operations).toHaveLength(routes.length);
});

test('operation ids are distinct', () => {
  const ids = routes.map((route) => route.spec.operationId);
  expect(new Set(ids).size).toBe(ids.length);
});

test('every reference leads somewhere', () => {
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map(
    (match) => match[1],
  );
  expect(references.length).toBeGreaterThan(0);
  for (const name of references) expect(Object.keys(document.components?.schemas ?? {})).toContain(name);
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
