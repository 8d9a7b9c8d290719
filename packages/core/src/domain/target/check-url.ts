/** Longest accepted URL, in UTF-16 code units. */
export const MAX_URL_LENGTH = 2_048;

export type UrlProblem =
  { code: 'too_long'; maximum: number } | { code: 'malformed' } | { code: 'scheme' } | { code: 'userinfo' };

/** Spaces and control characters: the URL parser drops some of them silently, so what is stored is not what is called. */
const INVISIBLE = /[\p{Cc}\p{Zs}\p{Zl}\p{Zp}]/u;

/** What the URL parser drops from a host beside those: soft hyphens, zero-width spaces, variation selectors. */
const DROPPED_FROM_HOSTS = /[\u00ad\u200b\u2060\u2064\ufeff\p{Variation_Selector}]|\u034f/u;

/** Checks the text of a target URL. Which addresses may be called is the egress guard's to decide. */
export function checkUrl(text: string): UrlProblem | null {
  if (text.length > MAX_URL_LENGTH) return { code: 'too_long', maximum: MAX_URL_LENGTH };
  if (INVISIBLE.test(text) || !URL.canParse(text)) return { code: 'malformed' };
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return { code: 'scheme' };
  // `http:host` and `http:///host` parse, but to a reader they name something else than what is called.
  if (!/^https?:\/\/[^/\\]/i.test(text) || DROPPED_FROM_HOSTS.test(authorityOf(text))) return { code: 'malformed' };
  return url.username === '' && url.password === '' && !authorityOf(text).includes('@') ? null : { code: 'userinfo' };
}

/** The part between `//` and the path: `https://@host` has userinfo too, only an empty one. */
function authorityOf(text: string): string {
  return text.slice(text.indexOf('//') + 2).split(/[/\\?#]/, 1)[0] ?? '';
}
