/** The parts of a request's address, and what goes into them. */
export interface Address {
  baseUrl: string;
  /** As OpenAPI writes it: `/api/jobs/{jobId}`. */
  path: string;
  params?: Readonly<Record<string, unknown>> | undefined;
  query?: Readonly<Record<string, unknown>> | undefined;
}

/** Puts the parameters into their places. Absent ones leave the query; those of the path must be there. */
export function formatUrl({ baseUrl, path, params = {}, query = {} }: Address): string {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(segment(name, params[name])));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item !== undefined && item !== null) search.append(name, String(item));
    }
  }
  const text = search.toString();
  return baseUrl + filled + (text === '' ? '' : `?${text}`);
}

/** An empty segment, or one of dots, would make it the address of another operation. */
function segment(name: string, value: unknown): string {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  if (/^\.{0,2}$/.test(text)) throw new TypeError(`The path needs a ${name}.`);
  return text;
}
