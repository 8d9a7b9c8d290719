import { basic, MAX_ATTEMPTS, MAX_REDIRECTS, secondsOf, type HttpCall } from './http-call.js';

/** What the options have said so far. */
export interface CurlDraft {
  readonly call: HttpCall;
  readonly urls: string[];
  readonly data: string[];
  /** The data go into the address. */
  asQuery: boolean;
  isMethodSaid: boolean;
  /** What the crontab gives it to read. */
  readonly stdin: string | null;
}

/** Does what an option says to the draft, or gives the reason why it cannot. */
type Effect = (draft: CurlDraft, value: string) => string | undefined;

/** By long name, for short ones too. What is not here is not understood. */
// prettier-ignore
export const SHORT: Readonly<Record<string, string>> = {
  X: 'request', d: 'data', H: 'header', u: 'user', m: 'max-time', s: 'silent', S: 'show-error', f: 'fail', o: 'output',
  O: 'remote-name', L: 'location', A: 'user-agent', e: 'referer', b: 'cookie', G: 'get', I: 'head', k: 'insecure',
  v: 'verbose', i: 'include', w: 'write-out', F: 'form', T: 'upload-file', x: 'proxy', N: 'no-buffer', g: 'globoff',
  E: 'cert', K: 'config', c: 'cookie-jar', '4': 'ipv4', '6': 'ipv6', '#': 'progress-bar', D: 'dump-header', n: 'netrc',
};

const refuse =
  (reason: string): Effect =>
  () =>
    reason;
const ignore: Effect = () => undefined;

/** Options without a value. */
// prettier-ignore
export const FLAGS: Readonly<Record<string, Effect>> = {
  silent: ignore, 'show-error': ignore, fail: ignore, 'fail-with-body': ignore, 'remote-name': ignore, verbose: ignore,
  include: ignore, compressed: ignore, 'no-buffer': ignore, globoff: ignore, 'progress-bar': ignore, ipv4: ignore,
  ipv6: ignore, 'retry-connrefused': ignore, 'retry-all-errors': ignore, 'no-progress-meter': ignore, http1: ignore,
  'http1.1': ignore, http2: ignore, 'no-keepalive': ignore, 'ssl-reqd': ignore, tlsv1: ignore, 'tlsv1.2': ignore,
  'tlsv1.3': ignore, basic: ignore, 'path-as-is': ignore, 'create-dirs': ignore,
  location: (draft) => void (draft.call.followRedirects ??= MAX_REDIRECTS),
  get: (draft) => void (draft.asQuery = true),
  head: refuse('it asks with HEAD, which Carillon does not'),
  insecure: refuse('it does not check the certificate (-k), which Carillon always does'),
  netrc: refuse('it takes its password from a file of the machine'),
};

/** Options with a value. */
// prettier-ignore
export const VALUES: Readonly<Record<string, Effect>> = {
  output: ignore, 'write-out': ignore, 'connect-timeout': ignore, 'retry-max-time': ignore, 'cookie-jar': ignore,
  'dump-header': ignore, 'keepalive-time': ignore, 'limit-rate': ignore,
  url: (draft, value) => void draft.urls.push(value),
  request(draft, value) {
    draft.call.method = value;
    draft.isMethodSaid = true;
    return undefined;
  },
  header: addHeader,
  user: (draft, value) => void draft.call.headers.push(['Authorization', basic(value)]),
  cookie: (draft, value) => (value.includes('=') ? addHeader(draft, `Cookie: ${value}`) : 'it takes cookies from a file of the machine'),
  referer: (draft, value) => addHeader(draft, `Referer: ${value}`),
  'user-agent': (draft, value) => addHeader(draft, `User-Agent: ${value}`),
  'oauth2-bearer': (draft, value) => addHeader(draft, `Authorization: Bearer ${value}`),
  data: (draft, value) => addData(draft, value, (text) => text.replace(/[\r\n]/g, '')),
  'data-ascii': (draft, value) => addData(draft, value, (text) => text.replace(/[\r\n]/g, '')),
  'data-binary': (draft, value) => addData(draft, value, (text) => text),
  'data-raw': (draft, value) => void draft.data.push(value),
  'data-urlencode': addEncoded,
  json(draft, value) {
    for (const name of ['Content-Type', 'Accept']) if (!hasHeader(draft.call, name)) draft.call.headers.push([name, 'application/json']);
    return addData(draft, value, (text) => text);
  },
  'max-time': (draft, value) => setNumber(value, '--max-time', (ms) => void (draft.call.timeoutMs = ms)),
  'retry-delay': (draft, value) => (value === '0' ? undefined : setNumber(value, '--retry-delay', (ms) => void (draft.call.delayMs = ms))),
  retry: (draft, value) => setNumber(value, '--retry', (ms) => void (draft.call.attempts = Math.min(MAX_ATTEMPTS, ms / 1_000 + 1))),
  'max-redirs': (draft, value) => void (draft.call.followRedirects = Math.min(MAX_REDIRECTS, Math.max(0, Number(value) || 0))),
  form: refuse('it sends a form of parts (-F), which Carillon does not'),
  'upload-file': refuse('it sends a file of the machine'),
  proxy: refuse('it goes through a proxy'),
  cert: refuse('it shows a certificate of its own'),
  key: refuse('it shows a certificate of its own'),
  cacert: refuse('it trusts a certificate of its own'),
  config: refuse('it takes options from a file of the machine'),
  resolve: refuse('it goes to an address of its own choice (--resolve)'),
  'unix-socket': refuse('it goes to a socket of the machine'),
  interface: refuse('it chooses a network interface'),
};

function addHeader(draft: CurlDraft, line: string): string | undefined {
  if (line.startsWith('@')) return 'it takes headers from a file of the machine';
  const [, name, value = ''] = /^([^:;\s]+):\s*(.*)$/s.exec(line) ?? [];
  if (name === undefined) return `the header "${line.slice(0, 20)}" is not understood`;
  // `-H 'Accept:'` leaves out a header that curl would send; Carillon does not send it.
  if (value !== '') draft.call.headers.push([name, value]);
  return undefined;
}

/** Whether a header is set. */
export const hasHeader = ({ headers }: HttpCall, wanted: string): boolean =>
  headers.some(([name]) => name.toLowerCase() === wanted.toLowerCase());

function addData(draft: CurlDraft, value: string, read: (stdin: string) => string): string | undefined {
  if (value === '@-' && draft.stdin !== null) draft.data.push(read(draft.stdin));
  else if (value.startsWith('@')) return 'it sends a file of the machine';
  else draft.data.push(value);
  return undefined;
}

function addEncoded(draft: CurlDraft, value: string): string | undefined {
  if (/^[^=]*@/.test(value)) return 'it sends a file of the machine';
  const [, name = '', text = value] = /^([^=]*)=(.*)$/s.exec(value) ?? [];
  draft.data.push(name === '' ? encodeURIComponent(text) : `${name}=${encodeURIComponent(text)}`);
  return undefined;
}

function setNumber(value: string, option: string, set: (ms: number) => void): string | undefined {
  const ms = secondsOf(value);
  if (ms === null) return `${option} ${value} is not understood`;
  set(ms);
  return undefined;
}
