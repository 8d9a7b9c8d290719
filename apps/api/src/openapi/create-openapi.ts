import { readFileSync } from 'node:fs';
import { createDocument, type oas31, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';
import { routes } from '../routes/index.js';
import { LIMIT_HEADERS, SECURITY_SCHEMES } from './describe-access.js';
import { describeOperation } from './describe-operation.js';

/** The same file from `src/openapi` and `dist/openapi`. */
const PACKAGE = new URL('../../package.json', import.meta.url);

const INTRODUCTION = `Cron jobs that call your URLs on time, and the ledger of their runs.

Messages are Japanese by default; send \`Accept-Language: en\` or \`ru\` for English or Russian. Every answer has an
\`X-Request-Id\`. Keys have a number of requests a minute and users a number a day, by plan; one too many is answered with
429, \`Retry-After\` and \`X-RateLimit-*\`.

The samples read two variables of the environment: \`CARILLON_URL\`, where this is, such as \`http://127.0.0.1:27555\`, and
\`CARILLON_KEY\`, an API token.`;

/** Describes the API as OpenAPI 3.1, from the same list of operations that the router has. */
export function createOpenApi(): oas31.OpenAPIObject {
  const { version } = JSON.parse(readFileSync(PACKAGE, 'utf8')) as { version: string };
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Carillon API',
      version,
      description: INTRODUCTION,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    tags: [
      { name: 'Jobs', description: 'Cron jobs: a schedule and the URL it calls.' },
      { name: 'Logs', description: 'The ledger: one row for every due instant and every manual run.' },
      { name: 'Keys', description: 'API keys: who may call, and what.' },
      { name: 'Account', description: 'Who a key acts for, what was done there, and what changes at this moment.' },
      { name: 'Plan', description: 'Limits, what is used of them, and changes of plan.' },
      {
        name: 'Worker jobs',
        description: 'Jobs that your own workers pull: create, activate under a lease, complete or fail.',
      },
      { name: 'Incidents', description: 'Worker jobs that stand still until somebody decides.' },
      { name: 'Worker system', description: 'Status, figures and limits, in the envelope of `/api/v1`.' },
      { name: 'Admin', description: 'For the operator: the admin token, or a key with the scope `system`.' },
      { name: 'System', description: 'For probes and operators.' },
    ],
    components: { securitySchemes: SECURITY_SCHEMES, headers: LIMIT_HEADERS },
    paths: describePaths(),
  });
}

/** The document as it is committed. */
export function renderOpenApi(): string {
  return `${JSON.stringify(createOpenApi(), null, 2)}\n`;
}

function describePaths(): ZodOpenApiPathsObject {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const { spec } of routes) {
    (paths[spec.path] ??= {})[spec.method] = describeOperation(spec);
  }
  return paths;
}
