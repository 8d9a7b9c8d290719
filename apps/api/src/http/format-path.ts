/** Where in a request something is: keys of objects and indexes of arrays. */
export type Path = readonly PropertyKey[];

/** Keys come from the client and are echoed: no more than this of each. */
const MAX_KEY_LENGTH = 64;

/** Spells a path as messages show it: `headers.X-Foo`, `[3].schedule`, `$` for the whole. */
export function formatPath(path: Path): string {
  const text = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${clip(String(key))}`)).join('');
  return text === '' ? '$' : text.replace(/^\./, '');
}

function clip(key: string): string {
  return key.length <= MAX_KEY_LENGTH ? key : `${key.slice(0, MAX_KEY_LENGTH)}…`;
}
