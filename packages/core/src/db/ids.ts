import { randomUUID } from 'node:crypto';

/** The beginning that was made last: runs of one claim are mostly due at one instant, and spelling it took half of an id. */
let begun = { ms: Number.NaN, text: '' };

/**
 * A uuid of version 7 (RFC 9562): 48 bits of milliseconds, the rest random. Cut from a random uuid, because node keeps a
 * pool of those: 0.15 µs each, where drawing fresh random bytes for each took 10 µs.
 */
function uuidv7(ms: number): string {
  if (ms !== begun.ms) begun = { ms, text: beginningOf(ms) };
  return begun.text + randomUUID().slice(15);
}

function beginningOf(ms: number): string {
  const time = ms.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7`;
}

/** A new time-ordered id. */
export const newId = (): string => uuidv7(Date.now());

/** A new run id whose time part is the instant the run is due; see `scheduledForOf`. */
export const newRunId = (scheduledFor: Date): string => uuidv7(scheduledFor.getTime());

/** A new id with the prefix its kind is shown with, e.g. `key_019a…`. */
export const newPrefixedId = (prefix: 'key' | 'user' | 'webhook'): string => `${prefix}_${newId().replaceAll('-', '')}`;

let lastMs = 0;
let lastCount = 0;

/**
 * A new worker job key, e.g. `srv1-job-019a…`: a uuid of version 7 whose bits after the time count, so that the keys of
 * one process sort in the order they were made. They decide between jobs of one millisecond.
 * @param node the configured name of this installation.
 */
export function newWorkerJobKey(node: string): string {
  const now = Date.now();
  if (now > lastMs) [lastMs, lastCount] = [now, 0];
  // More than 4,096 in a millisecond: borrow from the next.
  else if (++lastCount > 0xfff) [lastMs, lastCount] = [lastMs + 1, 0];
  const time = lastMs.toString(16).padStart(12, '0');
  const count = lastCount.toString(16).padStart(3, '0');
  return `${node}-job-${time}7${count}${randomUUID().slice(19).replace('-', '')}`;
}
