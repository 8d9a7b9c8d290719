import { Agent, type Dispatcher } from 'undici';
import type { ConnectionTimings } from '../domain/run/outcome.js';
import { EgressDeniedError } from './egress-denied-error.js';
import { createEgressPolicy, type EgressRules } from './egress-policy.js';
import { createHttpAgents, type HttpAgents } from './http-agents.js';
import { createSocketOpener, type OpenSocket } from './open-socket.js';
import { createResolver, type ResolverOptions } from './resolver.js';

export interface EgressOptions extends EgressRules {
  resolver?: Omit<ResolverOptions, 'askSystem'>;
  /** Certificate authorities in place of Node's. */
  ca?: readonly string[];
}

/** A URL in the parts that a request needs. */
export interface Location {
  origin: string;
  path: string;
}

/** The one way out: everything that calls an address which a user has chosen goes through one of these. */
export interface Egress {
  /** For `callTarget`. */
  dispatcher: Dispatcher;
  /** For clients that take Node's agents. They must not follow redirects to URLs that `refuses` refuses. */
  agents: HttpAgents;
  /** True for a URL that cannot be called, whatever its host resolves to. */
  refuses(url: string): boolean;
  /** @throws EgressDeniedError for a URL that is refused. */
  locate(url: string): Location;
  /** What setting up a connection took, to the call that is being started on it at this moment; null on a used one. */
  newConnection(): ConnectionTimings | null;
  close(): Promise<void>;
}

/** Makes a way out. Each has a connection pool of its own. */
export function createEgress(options: EgressOptions): Egress {
  const { allowCidrs, allowHosts, ca } = options;
  const policy = createEgressPolicy({ allowCidrs, allowHosts });
  const askSystem = allowCidrs.length + allowHosts.length > 0;
  const resolver = createResolver({ ...options.resolver, askSystem });
  const open = createSocketOpener({ policy, resolver, ca });
  const agents = createHttpAgents(open);
  const { dispatcher, newConnection } = createDispatcher(open);
  return {
    dispatcher,
    agents,
    refuses: (url) => policy.refuses(url),
    locate: createLocator((url) => policy.refuses(url)),
    newConnection,
    async close() {
      agents.http.destroy();
      agents.https.destroy();
      await dispatcher.destroy();
      resolver.close();
    },
  };
}

/** Starts the request that a connection was opened for before it returns: so the timings meet their call. */
function createDispatcher(open: OpenSocket) {
  let timings: ConnectionTimings | null = null;
  const dispatcher = new Agent({
    connect({ protocol, hostname, port }, connected) {
      const secure = protocol === 'https:';
      const destination = { secure, host: hostname, port: Number(port || (secure ? 443 : 80)) };
      open(destination, (error, socket, took) => {
        if (socket === null) return connected(error ?? new EgressDeniedError(), null);
        timings = took;
        connected(null, socket);
        timings = null;
      });
    },
    // One request on a connection at a time: a slow answer must hold nobody else's call.
    pipelining: 1,
    keepAliveTimeout: 4_000,
    maxHeaderSize: 16_384,
  });
  return { dispatcher, newConnection: () => timings };
}

/** The targets of a herd are few: parsing and checking a URL takes microseconds, finding it a tenth of one. */
const MAX_LOCATED = 1_000;

function createLocator(refuses: (url: string) => boolean): (url: string) => Location {
  const located = new Map<string, Location>();
  return (text) => {
    const known = located.get(text);
    if (known !== undefined) return known;
    if (refuses(text)) throw new EgressDeniedError();
    const { origin, pathname, search } = new URL(text);
    const location = { origin, path: pathname + search };
    if (located.size >= MAX_LOCATED) located.clear();
    located.set(text, location);
    return location;
  };
}
