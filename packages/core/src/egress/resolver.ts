import { lookup, Resolver } from 'node:dns/promises';
import { HOSTS_FILE, openHostsFile } from './hosts-file.js';

/** One address of a host; the family as Node counts it, 4 or 6. */
export interface HostAddress {
  address: string;
  family: number;
}

/** Finds the addresses of names. */
export interface NameResolver {
  /**
   * All addresses of a normalized name, IPv4 first.
   * @throws NameError
   */
  resolve(name: string): Promise<readonly HostAddress[]>;
  close(): void;
}

export interface ResolverOptions {
  /** Name servers, e.g. `127.0.0.1:5353`; the machine's own unless said. */
  servers?: readonly string[];
  hostsFile?: string;
  /** Longest wait for a name. */
  limitMs?: number;
  /** Ask the operating system about a name that no server knows: it knows search domains and names of its network. */
  askSystem?: boolean;
}

/** A name without an address: there is none (`ENOTFOUND`), or it could not be found out (`EAI_AGAIN`). */
export class NameError extends Error {
  override readonly name = 'NameError';
  constructor(readonly code: 'ENOTFOUND' | 'EAI_AGAIN') {
    super(code);
  }
}

const LIMIT_MS = 5_000;
/** A try, and how many; the second waits twice as long, so that both end within the limit. */
const TRY_MS = 1_500;
const TRIES = 2;

/** A record is kept for its time to live, but no longer than this: who moves a host should not have to wait for us. */
const MAX_TTL_MS = 60_000;
/** Failures are kept just long enough for the calls of one instant to share them. */
const FAILURE_TTL_MS = 1_000;
const SYSTEM_TTL_MS = 10_000;

const MAX_NAMES = 1_000;
const MAX_ASKED_AT_ONCE = 1_000;
/** Each takes one of the threads that files and encryption need too. */
const MAX_SYSTEM_AT_ONCE = 8;

/** The configuration of name servers is read when a resolver is made, and may change. */
const RENEW_AFTER_MS = 30_000;

interface Known {
  answer: readonly HostAddress[] | NameError;
  ttlMs: number;
}

/**
 * Makes a resolver that asks name servers itself. `dns.lookup` would occupy one of a handful of threads for each name,
 * and a few names whose servers keep silent would stop all calls. Answers are kept; whoever connects must check what is
 * kept like what is new.
 */
export function createResolver(options: ResolverOptions = {}): NameResolver {
  const fromHosts = openHostsFile(options.hostsFile ?? HOSTS_FILE);
  const ask = createAsker(options);
  const kept = new Map<string, { answer: Known['answer']; goodUntil: number }>();
  const asked = new Map<string, Promise<Known>>();
  const askOnce = (name: string): Promise<Known> => {
    const underWay = asked.get(name);
    if (underWay !== undefined) return underWay;
    if (asked.size >= MAX_ASKED_AT_ONCE) return Promise.resolve(failure('EAI_AGAIN'));
    const asking = ask.about(name).finally(() => asked.delete(name));
    asked.set(name, asking);
    return asking;
  };
  const remember = (name: string, { answer, ttlMs }: Known) => {
    // The oldest makes room: a map keeps the order in which its keys came.
    if (kept.size >= MAX_NAMES) kept.delete(kept.keys().next().value ?? name);
    kept.set(name, { answer, goodUntil: performance.now() + ttlMs });
  };
  return {
    async resolve(name) {
      const own = fromHosts(name);
      if (own !== null) return own;
      const known = kept.get(name);
      if (known !== undefined && performance.now() < known.goodUntil) return unwrap(known.answer);
      const found = await askOnce(name);
      kept.delete(name);
      if (found.ttlMs > 0) remember(name, found);
      return unwrap(found.answer);
    },
    close: () => ask.close(),
  };
}

function unwrap(answer: Known['answer']): readonly HostAddress[] {
  if (answer instanceof NameError) throw answer;
  return answer;
}

const failure = (code: NameError['code']): Known => ({ answer: new NameError(code), ttlMs: FAILURE_TTL_MS });

/** Asks without remembering. */
function createAsker({ servers, limitMs = LIMIT_MS, askSystem = false }: ResolverOptions) {
  let resolver = newResolver(servers);
  let renewAt = performance.now() + RENEW_AFTER_MS;
  let inSystem = 0;
  const viaSystem = async (name: string): Promise<Known> => {
    if (inSystem >= MAX_SYSTEM_AT_ONCE) return failure('EAI_AGAIN');
    inSystem += 1;
    const addresses = await lookup(name, { all: true, order: 'ipv4first' }).finally(() => (inSystem -= 1));
    return { answer: addresses, ttlMs: SYSTEM_TTL_MS };
  };
  const viaServers = async (name: string): Promise<Known> => {
    if (performance.now() >= renewAt) {
      resolver = newResolver(servers);
      renewAt = performance.now() + RENEW_AFTER_MS;
    }
    const known = await bothFamilies(resolver, name, limitMs);
    const isUnknown = known.answer instanceof NameError && known.answer.code === 'ENOTFOUND';
    return askSystem && isUnknown ? viaSystem(name).catch(() => known) : known;
  };
  return {
    about: (name: string) => within(limitMs, viaServers(name), () => failure('EAI_AGAIN')),
    close: () => resolver.cancel(),
  };
}

function newResolver(servers: readonly string[] | undefined): Resolver {
  const resolver = new Resolver({ timeout: TRY_MS, tries: TRIES });
  if (servers !== undefined) resolver.setServers(servers);
  return resolver;
}

type Records = { address: string; ttl: number }[];

/** Both kinds of addresses; a server that is silent about one kind does not take the other away. */
async function bothFamilies(resolver: Resolver, name: string, limitMs: number): Promise<Known> {
  const silent = (): Records | NameError => new NameError('EAI_AGAIN');
  const [v4, v6] = await Promise.all([
    within(limitMs - 100, recordsOf(resolver.resolve4(name, { ttl: true })), silent),
    within(limitMs - 100, recordsOf(resolver.resolve6(name, { ttl: true })), silent),
  ]);
  const records = [...withFamily(v4, 4), ...withFamily(v6, 6)];
  if (records.length > 0) {
    const ttlMs = Math.min(MAX_TTL_MS, ...records.map(({ ttl }) => ttl * 1_000));
    return { answer: records.map(({ address, family }) => ({ address, family })), ttlMs };
  }
  return failure(v4 instanceof NameError || v6 instanceof NameError ? 'EAI_AGAIN' : 'ENOTFOUND');
}

const withFamily = (records: Records | NameError, family: number) =>
  records instanceof NameError ? [] : records.map((record) => ({ ...record, family }));

/** No such name, or none of this kind: both are an answer. */
const NONE = new Set<unknown>(['ENOTFOUND', 'ENODATA']);

async function recordsOf(asking: Promise<Records>): Promise<Records | NameError> {
  try {
    return await asking;
  } catch (error) {
    return NONE.has((error as NodeJS.ErrnoException).code) ? [] : new NameError('EAI_AGAIN');
  }
}

async function within<T>(ms: number, work: Promise<T>, otherwise: () => T): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<T>((resolve) => (timer = setTimeout(() => resolve(otherwise()), ms)));
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
