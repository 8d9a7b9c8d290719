import { lookup, Resolver } from 'node:dns/promises';
import { askServers, within, type HostAddress } from './ask-servers.js';
import { HOSTS_FILE, openHostsFile } from './hosts-file.js';

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
    const found = await askServers(resolver, name, limitMs);
    if (found === 'unknown') return failure('EAI_AGAIN');
    if (found !== 'none') return { answer: found.addresses, ttlMs: Math.min(found.ttlMs, MAX_TTL_MS) };
    const none = failure('ENOTFOUND');
    return askSystem ? viaSystem(name).catch(() => none) : none;
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
