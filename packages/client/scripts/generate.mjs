import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import openapiTS, { astToString } from 'openapi-typescript';

const DOCUMENT = new URL('../../../apps/api/openapi.json', import.meta.url);
const TARGET = new URL('../src/generated/', import.meta.url);
const NOTICE = '// Generated from apps/api/openapi.json by `npm run generate`: change the routes, not this file.\n';
const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

/** Writes src/generated from the committed OpenAPI document; with `--check` only says whether it is what that says. */
async function generate(check) {
  const document = withoutAside(JSON.parse(readFileSync(DOCUMENT, 'utf8')));
  const files = { 'api.ts': await typesOf(document), 'operations.ts': tableOf(document) };
  mkdirSync(TARGET, { recursive: true });
  for (const [name, content] of Object.entries(files)) {
    if (!check) writeFileSync(new URL(name, TARGET), content);
    else if (content !== readFileSync(new URL(name, TARGET), 'utf8')) return complain(name);
  }
  return 0;
}

/** Examples would be most of the file, and failures are thrown: callers see neither. */
function withoutAside(document) {
  for (const { operation } of operationsOf(document)) {
    const succeeding = Object.entries(operation.responses).filter(([status]) => status.startsWith('2'));
    operation.responses = Object.fromEntries(succeeding);
    for (const { content } of [operation.requestBody ?? {}, ...Object.values(operation.responses)]) {
      for (const media of Object.values(content ?? {})) delete media.example;
    }
  }
  return document;
}

// A property with a default is one that a request need not send.
async function typesOf(document) {
  return NOTICE + astToString(await openapiTS(document, { defaultNonNullable: false }));
}

/** A stream of events is no call with an answer: whoever wants one opens it by other means. */
const isCall = ({ operation }) =>
  Object.values(operation.responses).some(({ content }) => 'application/json' in (content ?? {}));

function tableOf(document) {
  const rows = operationsOf(document)
    .filter(isCall)
    .map(({ method, path, operation }) => {
      const isOnce = (operation.parameters ?? []).some(({ name }) => name === 'Idempotency-Key');
      return `  ${operation.operationId}: { method: '${method.toUpperCase()}', path: '${path}', once: ${isOnce} },\n`;
    });
  const comment = '/** Where each operation is, and whether an Idempotency-Key makes it happen once. */\n';
  return `${NOTICE}${comment}export const OPERATIONS = {\n${rows.join('')}} as const;\n`;
}

function operationsOf({ paths }) {
  return Object.entries(paths).flatMap(([path, item]) =>
    METHODS.filter((method) => method in item).map((method) => ({ method, path, operation: item[method] })),
  );
}

function complain(name) {
  process.stderr.write(
    `packages/client/src/generated/${name} is not what apps/api/openapi.json says: run \`npm run generate\` and commit it.\n`,
  );
  return 1;
}

process.exitCode = await generate(process.argv.includes('--check'));
