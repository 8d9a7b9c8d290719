/** A field's value before and after. */
interface Change {
  from: unknown;
  to: unknown;
}

/** What an audit event tells of a change: every field by name, and values where they are nobody's secret. */
export interface ChangeDetails {
  fields: string[];
  changes: Record<string, Change>;
}

/** What of each field's value may be told; a field that is not among them is told by its name alone. */
export type Shown<T> = { readonly [K in keyof T]?: (value: T[K]) => unknown };

/**
 * Compares a resource with what it was.
 * @param fields those that may have changed.
 */
export function describeChange<T extends object>(
  before: T,
  after: T,
  fields: readonly (keyof T & string)[],
  shown: Shown<T>,
): ChangeDetails {
  const changed = fields.filter((field) => canonical(before[field]) !== canonical(after[field]));
  const changes = changed.flatMap((field) => {
    const show = shown[field];
    return show === undefined ? [] : [[field, { from: show(before[field]), to: show(after[field]) }] as const];
  });
  return { fields: changed, changes: Object.fromEntries(changes) };
}

/** Equal for values that mean the same: Postgres keeps the keys of an object in an order of its own. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
