/** Headers whose values are nobody's secret: every client sends them. */
const SAFE = new Set([
  'accept',
  'accept-charset',
  'accept-encoding',
  'accept-language',
  'cache-control',
  'content-encoding',
  'content-language',
  'content-type',
  'date',
  'if-match',
  'if-modified-since',
  'if-none-match',
  'origin',
  'pragma',
  'prefer',
  'range',
  'user-agent',
  'x-requested-with',
]);

/** Shorter ones would be found in any text, and can be guessed anyway. */
const SHORTEST = 6;

/**
 * The secrets in a call's headers: the values, and the parts of them that a target may show by themselves, which are the
 * credentials behind `Bearer` or another scheme, user and password of `Basic`, and the values of cookies.
 */
export function secretsOfHeaders(headers: Readonly<Record<string, string>>): string[] {
  const secrets: string[] = [];
  for (const [name, value] of Object.entries(headers)) {
    const lower = name.toLowerCase();
    if (!SAFE.has(lower)) secrets.push(value.trim(), ...partsOf(lower, value));
  }
  return secrets.filter((secret) => secret.length >= SHORTEST);
}

function partsOf(name: string, value: string): string[] {
  if (name === 'cookie') return value.split(';').map((pair) => unquoted(pair.slice(pair.indexOf('=') + 1).trim()));
  const [, scheme = '', credentials] = /^\s*([A-Za-z][A-Za-z0-9-]*) +(\S.*?)\s*$/.exec(value) ?? [];
  if (credentials === undefined || !isScheme(name, scheme)) return [];
  return [credentials, ...(scheme.toLowerCase() === 'basic' ? basicParts(credentials) : [])];
}

/** Under other names two words are just two words, unless the first is a scheme that everybody knows. */
function isScheme(name: string, scheme: string): boolean {
  return name.endsWith('authorization') || /^(basic|bearer|token|apikey)$/i.test(scheme);
}

function basicParts(credentials: string): string[] {
  const decoded = Buffer.from(credentials, 'base64').toString('utf8');
  return [decoded, decoded.slice(decoded.indexOf(':') + 1)];
}

const unquoted = (value: string): string => value.replace(/^"(.*)"$/, '$1');
