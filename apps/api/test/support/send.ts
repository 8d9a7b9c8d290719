import { Agent, request } from 'node:http';

/** What a client of ours sends besides: what fetch would. */
const USUAL = { accept: '*/*', 'accept-language': '*', 'user-agent': 'node' };
const agent = new Agent({ keepAlive: true });

export interface Sent {
  status: number;
  headers: Headers;
  text: string;
}

/** Sends a request and reads the answer as text. For the many: fetch takes several times the work. */
export function send(
  url: string,
  method: string,
  headers: Readonly<Record<string, string>>,
  body?: string,
): Promise<Sent> {
  return new Promise((resolve, reject) => {
    // Node leaves the length out of methods that seldom have a body.
    const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
    const sending = request(url, { method, headers: { ...USUAL, ...length, ...headers }, agent });
    sending.on('error', reject).on('response', (response) => {
      const { statusCode: status = 0, rawHeaders } = response;
      const answered = toHeaders(rawHeaders);
      if (isEndless(answered)) {
        response.destroy();
        return resolve({ status, headers: answered, text: '' });
      }
      let text = '';
      response
        .setEncoding('utf8')
        .on('data', (piece: string) => (text += piece))
        .on('error', reject)
        .on('end', () => resolve({ status, headers: answered, text }));
    });
    sending.end(body);
  });
}

/** A stream of events has no end to read to. */
export function isEndless(headers: Headers): boolean {
  return headers.get('content-type')?.startsWith('text/event-stream') === true;
}

function toHeaders(raw: readonly string[]): Headers {
  const headers = new Headers();
  for (let i = 0; i < raw.length; i += 2) headers.append(raw[i] ?? '', raw[i + 1] ?? '');
  return headers;
}
