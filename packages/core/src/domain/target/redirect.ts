import { checkUrl } from './check-url.js';
import { looksSecret } from './secret-headers.js';

/** Most redirects that a call may follow. */
export const MAX_REDIRECTS = 5;

/** One request of a call. */
export interface Hop {
  url: string;
  method: string;
  /** Name, value, name, value … */
  headers: string[];
  body: string | null;
}

export type RedirectProblem = 'redirect_limit' | 'redirect_downgrade' | 'redirect_invalid';

/** What an answer means for the call: it is the answer, it leads on, or it leads where no call may go. */
export type RedirectDecision = { kind: 'answer' } | { kind: 'follow'; to: Hop } | { kind: RedirectProblem };

const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/**
 * Decides about an answer. Whether the next address may be called is not decided here: every hop passes the same guard
 * as the first request. `Refresh` headers are never followed.
 * @param left how many redirects may still be followed.
 */
export function decideRedirect(
  from: Hop,
  answer: { status: number; location: string | string[] | undefined },
  left: number,
): RedirectDecision {
  const { status, location } = answer;
  if (!REDIRECTS.has(status) || location === undefined) return { kind: 'answer' };
  if (left <= 0) return { kind: 'redirect_limit' };
  // Two locations are an answer that no two clients read alike.
  if (typeof location !== 'string' || !URL.canParse(location, from.url)) return { kind: 'redirect_invalid' };
  const before = new URL(from.url);
  const next = new URL(location, from.url);
  if (checkUrl(next.href) !== null) return { kind: 'redirect_invalid' };
  if (before.protocol === 'https:' && next.protocol === 'http:') return { kind: 'redirect_downgrade' };
  return { kind: 'follow', to: nextHop(from, next.href, { status, sameOrigin: before.origin === next.origin }) };
}

function nextHop(from: Hop, url: string, { status, sameOrigin }: { status: number; sameOrigin: boolean }): Hop {
  const becomesGet = status === 303 || (from.method === 'POST' && (status === 301 || status === 302));
  const headers = keepHeaders(
    from.headers,
    (name) => (sameOrigin || !looksSecret(name)) && !(becomesGet && name.startsWith('content-')),
  );
  return becomesGet ? { url, method: 'GET', headers, body: null } : { ...from, url, headers };
}

function keepHeaders(headers: readonly string[], keep: (lowerName: string) => boolean): string[] {
  const kept: string[] = [];
  for (let i = 0; i + 1 < headers.length; i += 2) {
    const [name = '', value = ''] = headers.slice(i, i + 2);
    if (keep(name.toLowerCase())) kept.push(name, value);
  }
  return kept;
}
