import type { Resolver } from 'node:dns/promises';

/** One address of a host; the family as Node counts it, 4 or 6. */
export interface HostAddress {
  address: string;
  family: number;
}

/** Addresses and for how long they hold; or why there are none: no such host, or nobody could tell in time. */
export type ServerAnswer = { addresses: HostAddress[]; ttlMs: number } | 'none' | 'unknown';

type Records = { address: string; ttl: number }[];

/** How long the other kind of addresses is waited for once there is one. */
const OTHER_KIND_MS = 500;

/**
 * Asks for both kinds of addresses at once; IPv4 comes first in the answer. A server that is silent about one kind does
 * not take the other away, nor hold it up.
 */
export async function askServers(resolver: Resolver, name: string, limitMs: number): Promise<ServerAnswer> {
  const found: (Records | 'unknown')[] = ['unknown', 'unknown'];
  const asking = [resolver.resolve4(name, { ttl: true }), resolver.resolve6(name, { ttl: true })];
  const noted = asking.map(async (one, i) => (found[i] = await recordsOf(one)));
  const all = Promise.all(noted);
  const enough = noted.map(async (one) => {
    const records = await one;
    await (records === 'unknown' || records.length === 0 ? all : within(OTHER_KIND_MS, all, () => found));
  });
  await within(limitMs, Promise.race(enough), () => undefined);
  return combine(found);
}

function combine([v4 = 'unknown', v6 = 'unknown']: readonly (Records | 'unknown')[]): ServerAnswer {
  const records = [...withFamily(v4, 4), ...withFamily(v6, 6)];
  if (records.length === 0) return v4 === 'unknown' || v6 === 'unknown' ? 'unknown' : 'none';
  const ttlMs = Math.min(...records.map(({ ttl }) => ttl)) * 1_000;
  return { addresses: records.map(({ address, family }) => ({ address, family })), ttlMs };
}

const withFamily = (records: Records | 'unknown', family: number) =>
  records === 'unknown' ? [] : records.map((record) => ({ ...record, family }));

/** No such name, or none of this kind: both are an answer. */
const NONE = new Set<unknown>(['ENOTFOUND', 'ENODATA']);

async function recordsOf(asking: Promise<Records>): Promise<Records | 'unknown'> {
  try {
    return await asking;
  } catch (error) {
    return NONE.has((error as NodeJS.ErrnoException).code) ? [] : 'unknown';
  }
}

/** What `work` comes to, or `otherwise` when that takes too long. */
export async function within<T>(ms: number, work: Promise<T>, otherwise: () => T): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<T>((resolve) => (timer = setTimeout(() => resolve(otherwise()), ms)));
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
