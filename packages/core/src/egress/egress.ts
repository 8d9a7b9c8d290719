import { Agent, type Dispatcher } from 'undici';
import type { ConnectionTimings } from '../domain/run/outcome.js';
import { EgressDeniedError } from './egress-denied-error.js';
import { createEgressPolicy, type EgressRules } from './egress-policy.js';
import { createHttpAgents, type HttpAgents } from './http-agents.js';
import { createLocator, type Locator } from './locator.js';
import { createSocketOpener, type OpenSocket } from './open-socket.js';
import { createResolver, type ResolverOptions } from './resolver.js';

export interface EgressOptions extends EgressRules {
  resolver?: ResolverOptions;
  /** Certificate authorities in place of Node's. */
  ca?: readonly string[];
}

/** The one way out: everything that calls an address which a user has chosen goes through one of these. */
export interface Egress extends Pick<Locator, 'locate'> {
  /** For `callTarget`. */
  dispatcher: Dispatcher;
  /** For clients that take Node's agents. They must not follow redirects to URLs that `refuses` refuses. */
  agents: HttpAgents;
  /** True for a URL that cannot be called, whatever its host resolves to. */
  refuses(url: string): boolean;
  /** What setting up a connection took, to the call that is being started on it at this moment; null on a used one. */
  newConnection(): ConnectionTimings | null;
  close(): Promise<void>;
}

/** Makes a way out. Each has a connection pool of its own. */
export function createEgress(options: EgressOptions): Egress {
  const { allowCidrs, allowHosts, ca } = options;
  const policy = createEgressPolicy({ allowCidrs, allowHosts });
  const askSystem = allowCidrs.length + allowHosts.length > 0;
  const resolver = createResolver({ askSystem, ...options.resolver });
  const open = createSocketOpener({ policy, resolver, ca });
  const agents = createHttpAgents(open);
  const { locate, isAwaited } = createLocator((url) => policy.refuses(url));
  const { dispatcher, newConnection } = createDispatcher(open, isAwaited);
  return {
    dispatcher,
    agents,
    refuses: (url) => policy.refuses(url),
    locate,
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
function createDispatcher(open: OpenSocket, isAwaited: Locator['isAwaited']) {
  let timings: ConnectionTimings | null = null;
  const dispatcher = new Agent({
    connect({ protocol, host, hostname, port }, connected) {
      // undici connects again for a request that was aborted, only to find that it was.
      if (!isAwaited(`${protocol}//${host}`)) return connected(new Error('nobody waits for a connection'), null);
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
