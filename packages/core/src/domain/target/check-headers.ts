export const MAX_HEADERS = 50;
/** Names and values together, in bytes. */
export const MAX_HEADER_BYTES = 8_192;

/** What is wrong with one header. */
export type HeaderProblem = 'name_malformed' | 'value_control' | 'value_not_latin1' | 'reserved' | 'repeated';

/** What is wrong with the headers as a whole. */
export type HeadersProblem = { code: 'too_many'; maximum: number } | { code: 'too_large'; maximum: number };

export interface HeaderFault {
  name: string;
  problem: HeaderProblem;
}

const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/**
 * Headers that are not the user's to set. Hop-by-hop headers and those that frame the message would break the call;
 * forwarding and metadata headers make a server trust it; the rest are what Carillon says about the run, and signatures
 * by which a receiver knows Carillon's webhooks.
 */
const RESERVED = new Set([
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'te',
  'trailer',
  'upgrade',
  'keep-alive',
  'expect',
  'http2-settings',
  'forwarded',
  'via',
  'x-real-ip',
  'metadata',
  'metadata-flavor',
  'user-agent',
  'idempotency-key',
  'traceparent',
  'tracestate',
  'x-signature',
]);
const RESERVED_PREFIXES = [
  'proxy-',
  'x-forwarded-',
  'x-aws-ec2-metadata-token',
  'x-google-metadata',
  'carillon-',
  'webhook-',
  'x-webhook-',
];

/** Checks each header by itself; the faults come in the headers' order, at most one a header. */
export function checkHeaders(headers: Readonly<Record<string, string>>): HeaderFault[] {
  const seen = new Set<string>();
  const faults: HeaderFault[] = [];
  for (const [name, value] of Object.entries(headers)) {
    const lower = name.toLowerCase();
    const problem = checkName(name, lower) ?? (seen.has(lower) ? 'repeated' : checkValue(value));
    if (problem !== null) faults.push({ name, problem });
    seen.add(lower);
  }
  return faults;
}

/** Checks how many and how large the headers are. */
export function checkHeadersSize(headers: Readonly<Record<string, string>>): HeadersProblem | null {
  const entries = Object.entries(headers);
  if (entries.length > MAX_HEADERS) return { code: 'too_many', maximum: MAX_HEADERS };
  const bytes = entries.reduce((sum, [name, value]) => sum + name.length + value.length, 0);
  return bytes > MAX_HEADER_BYTES ? { code: 'too_large', maximum: MAX_HEADER_BYTES } : null;
}

function checkName(name: string, lower: string): HeaderProblem | null {
  if (!TOKEN.test(name)) return 'name_malformed';
  return RESERVED.has(lower) || RESERVED_PREFIXES.some((prefix) => lower.startsWith(prefix)) ? 'reserved' : null;
}

function checkValue(value: string): HeaderProblem | null {
  if (/[\u0100-\uffff]/.test(value)) return 'value_not_latin1';
  // A tab is the one control character that a field value may hold.
  return /\p{Cc}/u.test(value.replaceAll('\t', '')) ? 'value_control' : null;
}
