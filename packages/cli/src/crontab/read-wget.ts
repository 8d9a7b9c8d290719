import {
  basic,
  MAX_ATTEMPTS,
  MAX_REDIRECTS,
  secondsOf,
  settleCall,
  type CallReading,
  type HttpCall,
} from './http-call.js';
import { readOptions } from './read-options.js';

// prettier-ignore
const SHORT: Readonly<Record<string, string>> = {
  q: 'quiet', O: 'output-document', o: 'output-file', a: 'append-output', T: 'timeout', t: 'tries', U: 'user-agent',
  P: 'directory-prefix', v: 'verbose', c: 'continue', N: 'timestamping', S: 'server-response', '4': 'inet4-only', '6': 'inet6-only',
};

// prettier-ignore
const IGNORED = new Set([
  'quiet', 'output-document', 'output-file', 'append-output', 'directory-prefix', 'verbose', 'no-verbose', 'nv',
  'delete-after', 'server-response', 'inet4-only', 'inet6-only', 'no-cache', 'content-on-error', 'connect-timeout',
  'read-timeout', 'dns-timeout', 'waitretry', 'retry-connrefused', 'background', 'no-cookies',
]);

// prettier-ignore
const LONG = [
  'output-document', 'output-file', 'append-output', 'directory-prefix', 'timeout', 'tries', 'user-agent', 'header',
  'post-data', 'body-data', 'method', 'user', 'password', 'http-user', 'http-password', 'max-redirect', 'waitretry',
  'connect-timeout', 'read-timeout', 'dns-timeout', 'referer', 'post-file', 'body-file',
];

const REFUSED = new Map(
  Object.entries({
    spider: 'it asks with HEAD (--spider), which Carillon does not',
    'no-check-certificate': 'it does not check the certificate, which Carillon always does',
    'post-file': 'it sends a file of the machine',
    'body-file': 'it sends a file of the machine',
    recursive: 'it fetches more than one page',
    r: 'it fetches more than one page',
    m: 'it fetches more than one page',
    mirror: 'it fetches more than one page',
    i: 'it takes addresses from a file of the machine',
  }),
);

/** Reads the arguments of wget. It follows redirections by itself. */
export function readWget(words: readonly string[]): CallReading {
  const letters = Object.entries(SHORT).flatMap(([letter, name]) => (LONG.includes(name) ? [letter] : []));
  const { options, operands } = readOptions(words, letters.join(''), LONG, { operandsEnd: false });
  const [url, ...others] = operands;
  if (url === undefined) return { reason: 'there is no address' };
  if (others.length > 0) return { reason: 'it calls several addresses' };
  const call: HttpCall = { url, method: 'GET', headers: [], body: null, followRedirects: MAX_REDIRECTS, notes: [] };
  const login: { user?: string; password?: string } = {};
  for (const [given, value] of options) {
    const name = given.length === 1 ? (SHORT[given] ?? given) : given;
    const reason = REFUSED.get(name) ?? (IGNORED.has(name) ? undefined : take(call, login, name, value ?? ''));
    if (reason !== undefined) return { reason };
  }
  if (login.user !== undefined) call.headers.push(['Authorization', basic(`${login.user}:${login.password ?? ''}`)]);
  const isTyped = call.headers.some(([name]) => name.toLowerCase() === 'content-type');
  if (call.body !== null && !isTyped) call.headers.push(['Content-Type', 'application/x-www-form-urlencoded']);
  return settleCall(call);
}

function take(
  call: HttpCall,
  login: { user?: string; password?: string },
  name: string,
  value: string,
): string | undefined {
  switch (name) {
    case 'header': {
      const [, header, text = ''] = /^([^:\s]+):\s*(.*)$/s.exec(value) ?? [];
      if (header === undefined) return `the header "${value.slice(0, 20)}" is not understood`;
      call.headers.push([header, text]);
      return undefined;
    }
    case 'referer':
      call.headers.push(['Referer', value]);
      return undefined;
    case 'user-agent':
      call.headers.push(['User-Agent', value]);
      return undefined;
    case 'post-data':
    case 'body-data':
      call.body = value;
      if (name === 'post-data') call.method = 'POST';
      return undefined;
    case 'method':
      call.method = value;
      return undefined;
    case 'user':
    case 'http-user':
      login.user = value;
      return undefined;
    case 'password':
    case 'http-password':
      login.password = value;
      return undefined;
    default:
      return takeNumber(call, name, value);
  }
}

function takeNumber(call: HttpCall, name: string, value: string): string | undefined {
  const ms = secondsOf(value);
  if (name === 'tries' && ms !== null) call.attempts = Math.min(MAX_ATTEMPTS, ms / 1_000);
  else if (name === 'timeout' && ms !== null) call.timeoutMs = ms;
  else if (name === 'max-redirect') call.followRedirects = Math.min(MAX_REDIRECTS, Number(value) || 0);
  else return `the option ${name.length === 1 ? '-' : '--'}${name} of wget is not understood`;
  return undefined;
}
