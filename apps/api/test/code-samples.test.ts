import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { formatRunId } from '@carillon/core/domain/ids';
import ts from 'typescript';
import { createOpenApi } from '../src/openapi/create-openapi.js';
import { codeSamples } from '../src/openapi/samples/code-samples.js';
import { printLiteral } from '../src/openapi/samples/print-literal.js';
import { sampleRequest } from '../src/openapi/samples/sample-request.js';
import { routes } from '../src/routes/index.js';
import { enterRun } from './support/ledger.js';
import { request } from './support/start-api.js';
import { ENDPOINT, setUp, type Setup } from './webhooks/support.js';
import { clientOf } from './worker-jobs/support.js';

const samples = routes.map(({ spec }) => {
  const [curl, typescript] = codeSamples(spec).map(({ source }) => source);
  return { spec, curl: curl ?? '', typescript: typescript ?? '', ...sampleRequest(spec) };
});

test('every operation of the document has them', () => {
  const operations = Object.values(createOpenApi().paths ?? {}).flatMap((item) => Object.values(item) as object[]);
  expect(operations).toHaveLength(routes.length);
  for (const operation of operations) expect(operation).toHaveProperty('x-codeSamples.length', 2);
});

test('those in TypeScript compile against the client', () => {
  const at = (operationId: string) => fileURLToPath(new URL(`./sample-${operationId}.ts`, import.meta.url));
  const files = new Map(samples.map(({ operationId, typescript }) => [at(operationId), typescript]));
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2023,
    lib: ['lib.es2023.d.ts'],
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    customConditions: ['carillon-source'],
    types: ['node'],
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: true,
    noEmit: true,
  };
  const host = ts.createCompilerHost(options);
  const fileExists = host.fileExists.bind(host);
  host.fileExists = (name) => files.has(name) || fileExists(name);
  const getSourceFile = host.getSourceFile.bind(host);
  host.getSourceFile = (name, target, ...more) => {
    const text = files.get(name);
    return text === undefined ? getSourceFile(name, target, ...more) : ts.createSourceFile(name, text, target);
  };
  const program = ts.createProgram([...files.keys()], options, host);
  const faults = [...files.keys()].flatMap((name) => {
    const file = program.getSourceFile(name);
    return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
  });
  expect(
    faults.map((fault) => `${fault.file?.fileName}: ${ts.flattenDiagnosticMessageText(fault.messageText, ' ')}`),
  ).toEqual([]);
});

test('a literal is what it is written from', () => {
  const value = { a: 'it\'s "so" \\ \n', 'b-c': [1, null, true, {}, []], d: { e: 'x'.repeat(100), f: 'y' } };
  expect(runInNewContext(`(${printLiteral(value)})`)).toEqual(value);
});

/** Refused here, as the document says it may be: the plan is not the user’s to change, and the job has its webhook. */
const REFUSED = { changePlan: 403, createWebhook: 409 };

describe('those for the shell', () => {
  let set: Setup;
  let actual: ReadonlyMap<string, string>;
  beforeAll(async () => {
    set = await setUp();
    const ids: Readonly<Record<string, string>> = await makeWhatTheyName(set);
    const shown = samples.flatMap(({ params, query }) => Object.entries({ ...params, ...query }));
    actual = new Map(shown.map(([name, value]) => [value, ids[name] ?? value]));
  }, 60_000);
  afterAll(() => set.api.close());

  test('that read, preview or create are answered as the document says', async () => {
    const harmless = samples.filter(({ spec: { method }, params }) => {
      return method === 'get' || (method === 'post' && Object.keys(params).length === 0);
    });
    const commands = wordsOf(
      harmless.map(({ curl }) => curl),
      set,
    );
    const answers: Record<string, number> = {};
    for (const [i, { operationId }] of harmless.entries())
      answers[operationId] = await perform(commands[i] ?? [], actual);
    const documented = harmless.map(({ spec }) => [spec.operationId, spec.status] as const);
    expect(answers).toEqual({ ...Object.fromEntries(documented), ...REFUSED });
  });
});

/** One of each thing that the samples name, by the name of its parameter. */
async function makeWhatTheyName({ api, userId, token, job, enter }: Setup) {
  const jobId = await job();
  await api.call(token, 'POST', '/api/webhooks', { jobId, endpoint: ENDPOINT, events: ['failure'] });
  const run = await enterRun(api.database, { userId, cronJobId: jobId, scheduledFor: new Date(), status: 200 });
  const keys = await api.call(token, 'GET', '/api/keys');
  const client = clientOf(api, userId, token);
  const key = await client.create('email-sender');
  await client.activate('email-sender');
  await client.call('PUT', `/jobs/${key}/fail`, { retries: 0, error_message: 'refused' });
  const incidents = await client.call('GET', '/incidents');
  return {
    ...{ userId, jobId, key },
    jobIds: jobId,
    logId: formatRunId(run),
    deliveryId: await enter(jobId, 'delivered'),
    keyId: (keys.body.data as unknown as { id: string }[])[0]?.id ?? '',
    id: (incidents.data['incidents'] as { incident_id: string }[])[0]?.incident_id ?? '',
  };
}

/** What the shell makes of commands: the words that each gives to `curl`. */
function wordsOf(commands: readonly string[], { api, token }: Setup): string[][] {
  const script = [`curl() { printf '%s\\0' "$@"; printf '\\n'; }`, ...commands].join('\n');
  const env = { CARILLON_URL: api.url, CARILLON_KEY: token };
  const printed = execFileSync('sh', ['-c', script], { env, encoding: 'utf8' });
  const given = printed.split('\0\n').slice(0, -1);
  return given.map((words) => words.split('\0'));
}

/** Sends what `curl` would, with the ids that there are; the status of the answer. */
async function perform(words: readonly string[], actual: ReadonlyMap<string, string>): Promise<number> {
  const replaced = words.map((word) => [...actual].reduce((text, [shown, id]) => text.replaceAll(shown, id), word));
  const after = (flag: string) => replaced.filter((_, i) => replaced[i - 1] === flag);
  const headers = after('-H').map((line) => line.split(': ') as [string, string]);
  const [body] = after('-d');
  const url = replaced.find((word) => word.startsWith('http')) ?? '';
  const { status } = await request(url, {
    method: after('-X')[0] ?? 'GET',
    headers,
    ...(body !== undefined && { body }),
  });
  return status;
}
