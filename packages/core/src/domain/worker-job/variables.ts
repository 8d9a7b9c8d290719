/** The free JSON of a job, or what a worker sends back. */
export type Variables = Record<string, unknown>;

export const MAX_VARIABLES_BYTES = 256 * 1024;
/** Levels of objects and arrays, the variables themselves being the first. */
export const MAX_VARIABLES_DEPTH = 32;

/** Keys by which a careless merge would change every object's prototype. */
const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** Variables as they are stored: JSON text, and its size in bytes of UTF-8. */
export interface PackedVariables {
  text: string;
  bytes: number;
}

export type VariablesFault =
  | { fault: 'too_large'; limitBytes: number }
  | { fault: 'too_deep'; limit: number }
  | { fault: 'forbidden_key'; key: string };

/** Variables without content: what a worker that sends none has sent. */
export const NO_VARIABLES: PackedVariables = { text: '{}', bytes: 2 };

/** Holds variables against the limits and makes them ready to be stored. */
export function packVariables(variables: Variables): PackedVariables | VariablesFault {
  const fault = findFault(variables, 1);
  if (fault !== null) return fault;
  const text = JSON.stringify(variables);
  const bytes = new TextEncoder().encode(text).length;
  return bytes > MAX_VARIABLES_BYTES ? { fault: 'too_large', limitBytes: MAX_VARIABLES_BYTES } : { text, bytes };
}

function findFault(value: object, depth: number): VariablesFault | null {
  if (depth > MAX_VARIABLES_DEPTH) return { fault: 'too_deep', limit: MAX_VARIABLES_DEPTH };
  if (!Array.isArray(value)) {
    const key = Object.keys(value).find((name) => FORBIDDEN_KEYS.has(name));
    if (key !== undefined) return { fault: 'forbidden_key', key };
  }
  for (const item of Object.values(value) as unknown[]) {
    const fault = typeof item === 'object' && item !== null ? findFault(item, depth + 1) : null;
    if (fault !== null) return fault;
  }
  return null;
}

/** The variables that are named; all of them when none is. Names that do not exist are absent from the answer. */
export function pickVariables(variables: Variables, names: readonly string[]): Variables {
  if (names.length === 0) return variables;
  return Object.fromEntries(
    names.filter((name) => Object.hasOwn(variables, name)).map((name) => [name, variables[name]]),
  );
}

/** Which variables a worker has added, changed, or removed by sending null for them. */
export interface VariableChanges {
  added: string[];
  modified: string[];
  removed: string[];
}

/** Compares what a worker sent with what the job had. */
export function compareVariables(before: Variables, sent: Variables): VariableChanges {
  const changes: VariableChanges = { added: [], modified: [], removed: [] };
  for (const [name, value] of Object.entries(sent)) {
    if (!Object.hasOwn(before, name)) changes.added.push(name);
    else if (value === null && before[name] !== null) changes.removed.push(name);
    else if (!isSame(before[name], value)) changes.modified.push(name);
  }
  return changes;
}

/** True when both are the same JSON; the order of keys does not count. */
function isSame(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [left, right] = [a as Variables, b as Variables];
  const names = Object.keys(left);
  return (
    names.length === Object.keys(right).length &&
    names.every((name) => Object.hasOwn(right, name) && isSame(left[name], right[name]))
  );
}
