/** Domains whose names lead into a machine or its network, wherever they are asked for. */
const INNER_DOMAINS = ['localhost', 'local', 'localdomain', 'internal', 'intranet', 'lan', 'home', 'corp', 'home.arpa'];

/** A host as rules compare it: lower case, without a trailing dot or the brackets of an IPv6 address. */
export function normalizeHost(host: string): string {
  return host
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');
}

/**
 * True for a normalized name that can only mean something inside: `localhost`, `redis`, `metadata.google.internal`.
 * Such a name is refused without asking for its address, so that nobody can find out which of them exist.
 */
export function isInnerName(name: string): boolean {
  return !name.includes('.') || INNER_DOMAINS.some((domain) => name.endsWith(`.${domain}`));
}

/** True for what the operator may allow: a host name, or `*.` and a domain for every name below it. */
export function isHostPattern(text: string): boolean {
  return /^(\*\.)?([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z_][a-z0-9_-]{0,62}$/i.test(text);
}

/** Whether a normalized name is meant by a pattern. */
export function matchesHost(name: string, pattern: string): boolean {
  const wanted = pattern.toLowerCase();
  return wanted.startsWith('*.') ? name.endsWith(wanted.slice(1)) : name === wanted;
}
