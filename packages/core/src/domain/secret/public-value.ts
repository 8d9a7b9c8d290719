const MEDIA_TYPES = ['application/json', 'application/x-www-form-urlencoded', 'application/xml', 'text/plain'];
const CHARSETS = ['', '; charset=utf-8', ';charset=utf-8'];
const CONTENT_TYPES = MEDIA_TYPES.flatMap((type) => CHARSETS.map((charset) => type + charset));

/** Values that everybody sends, by the names they are sent under. */
const PUBLIC: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['content-type', new Set(CONTENT_TYPES)],
  ['accept', new Set(['*/*', 'text/html', 'text/plain', 'application/json', 'application/xml'])],
  ['cache-control', new Set(['no-cache', 'no-store', 'max-age=0'])],
]);

/**
 * True for a header that says nothing about its user, such as `content-type: application/json`. It is judged by its
 * value: whatever else stands under these names is sealed like any other. Most jobs have such a header, and opening one
 * takes as long as a twentieth of everything else that is done for a call.
 */
export function isPublicHeader(name: string, value: string): boolean {
  return PUBLIC.get(name.toLowerCase())?.has(value.toLowerCase()) === true;
}
