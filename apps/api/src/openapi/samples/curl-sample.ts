import { targetOf, type SampleRequest } from './sample-request.js';

/** A request as a line of shell, ready to paste where CARILLON_URL and CARILLON_KEY are set. */
export function curlSample(request: SampleRequest): string {
  const { method, body } = request;
  const parts = [
    `curl ${request.isStream ? '-N ' : ''}${method === 'GET' ? '' : `-X ${method} `}"$CARILLON_URL${targetOf(request)}"`,
    ...(request.needsKey ? ['-H "Authorization: Bearer $CARILLON_KEY"'] : []),
    ...(body === undefined
      ? []
      : [`-H 'Content-Type: application/json'`, `-d ${quoted(JSON.stringify(body, null, 2))}`]),
  ];
  return parts.join(' \\\n  ');
}

/** As one word of the shell, whatever is in it. */
const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
