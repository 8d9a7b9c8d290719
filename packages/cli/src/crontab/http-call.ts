/** A call as a command line makes it. */
export interface HttpCall {
  url: string;
  method: string;
  headers: [name: string, value: string][];
  body: string | null;
  timeoutMs?: number;
  /** Attempts in all. */
  attempts?: number;
  delayMs?: number;
  followRedirects?: number;
  notes: string[];
}

export type CallReading = HttpCall | { readonly reason: string };

/** Carillon follows no more hops than this. */
export const MAX_REDIRECTS = 5;
/** And makes no more attempts. */
export const MAX_ATTEMPTS = 20;

const METHODS = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']);
/** Those that Carillon sets. */
const OWN_HEADERS = new Set(['user-agent', 'host', 'content-length', 'connection', 'idempotency-key', 'traceparent']);

/** What stays of a call once it keeps to what Carillon does. */
export function settleCall(call: HttpCall): CallReading {
  const address = withoutUser(call.url);
  if (address === null) return { reason: `"${call.url.slice(0, 60)}" is not an http address` };
  const method = call.method.toUpperCase();
  if (!METHODS.has(method)) return { reason: `it calls with ${method}, which Carillon does not` };
  if (call.body !== null && (method === 'GET' || method === 'DELETE'))
    return { reason: `it sends a body with ${method}` };
  const own = call.headers.filter(([name]) => OWN_HEADERS.has(name.toLowerCase()));
  const notes = [...call.notes, ...own.map(([name]) => `the header ${name} is Carillon's own and left out`)];
  const kept = [...call.headers, ...address.headers].filter(([name]) => !OWN_HEADERS.has(name.toLowerCase()));
  const names = kept.map(([name]) => name.toLowerCase());
  if (new Set(names).size < names.length) return { reason: 'it sends a header twice' };
  return { ...call, url: address.url, method, headers: kept, notes };
}

/** The address without its user and password, which become a header. Programs take a missing scheme for http. */
function withoutUser(text: string): { url: string; headers: [string, string][] } | null {
  const whole = /^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  if (!URL.canParse(whole)) return null;
  const url = new URL(whole);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return null;
  if (url.username === '' && url.password === '') return { url: whole, headers: [] };
  const credentials = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  url.username = url.password = '';
  return { url: url.href, headers: [['Authorization', basic(credentials)]] };
}

/** The header of a user with a password. */
export const basic = (credentials: string): string => `Basic ${Buffer.from(credentials).toString('base64')}`;

/** Seconds as a program takes them, in milliseconds. */
export const secondsOf = (text: string): number | null =>
  /^\d+(?:\.\d+)?$/.test(text) && Number(text) > 0 ? Math.round(Number(text) * 1_000) : null;
