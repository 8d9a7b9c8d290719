import { request } from 'node:http';

export interface LocalAnswer {
  readonly status: number;
  /** The envelope's `data`. */
  readonly data: unknown;
  readonly message: string;
}

/** The api that we have just started. */
export interface LocalApi {
  readonly url: string;
  call(method: string, path: string, body?: unknown): Promise<LocalAnswer>;
}

/** Calls our own api on this machine with a key. Rejects when it gives no JSON within 10 s. */
export function localApi(url: string, apiKey: string): LocalApi {
  return { url, call: (method, path, body) => call(new URL(path, url), apiKey, method, body) };
}

function call(url: URL, apiKey: string, method: string, body: unknown): Promise<LocalAnswer> {
  const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json', 'accept-language': 'en' };
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers, timeout: 10_000, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('end', () => {
        try {
          const { data, message } = JSON.parse(text) as { data: unknown; message: string };
          resolve({ status: response.statusCode ?? 0, data, message });
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      });
    });
    sent.on('timeout', () => sent.destroy(new Error(`${method} ${url.pathname} got no answer within 10 s`)));
    sent.on('error', reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
