import { printLiteral } from './print-literal.js';
import { targetOf, type SampleRequest } from './sample-request.js';

const CONNECTION = "const { CARILLON_URL = '', CARILLON_KEY = '' } = process.env;";

/** A request as a module that makes it with `@carillon/client`, where CARILLON_URL and CARILLON_KEY are set. */
export function typescriptSample(request: SampleRequest): string {
  if (request.isStream) return streamSample(request);
  const { operationId, params, query, body } = request;
  const parts = {
    ...(Object.keys(params).length > 0 && { path: params }),
    ...(Object.keys(query).length > 0 && { query }),
    ...(body !== undefined && { body }),
  };
  return `import { createClient } from '@carillon/client';

${CONNECTION}
const carillon = createClient({ baseUrl: CARILLON_URL, apiKey: CARILLON_KEY });

const result = await carillon.${operationId}(${Object.keys(parts).length === 0 ? '' : printLiteral(parts)});
console.log(result);
`;
}

/** The client reads whole answers; a stream has no whole. */
function streamSample(request: SampleRequest): string {
  return `${CONNECTION}
const response = await fetch(\`\${CARILLON_URL}${targetOf(request)}\`, {
  headers: { Authorization: \`Bearer \${CARILLON_KEY}\` },
});
for await (const chunk of response.body ?? []) process.stdout.write(chunk);

export {};
`;
}
