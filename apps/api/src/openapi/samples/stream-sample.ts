import type { SampleRequest } from './sample-request.js';

/** A stream of events as a module that prints it; the client has calls with an answer only. */
export function streamSample({ path }: SampleRequest): string {
  return `const { CARILLON_URL = '', CARILLON_KEY = '' } = process.env;
const headers = { Authorization: \`Bearer \${CARILLON_KEY}\` };
const response = await fetch(\`\${CARILLON_URL}${path}\`, { headers });
const text = new TextDecoder();
for await (const bytes of response.body ?? []) console.log(text.decode(bytes));

export {};
`;
}
