import { lookup, type LookupAddress, type LookupOptions } from 'node:dns';
import { isIP } from 'node:net';
import { Agent, buildConnector } from 'undici';
import type { AddressPolicy } from './address-policy.js';

/** An address that must not be called. Carries no address: what a name resolves to is not the tenant's business. */
export class EgressDeniedError extends Error {
  override readonly name = 'EgressDeniedError';
  readonly code = 'egress_denied';
  constructor() {
    super('This address may not be called from here.');
  }
}

type LookupCallback = (
  error: NodeJS.ErrnoException | null,
  addresses: string | LookupAddress[],
  family?: number,
) => void;

/** How long connecting may take, TLS included. */
const CONNECT_TIMEOUT_MS = 10_000;

/**
 * The one way out: a connection pool whose every new connection is checked three times. A literal address is checked
 * before connecting (no lookup happens for it), a name by every address it resolves to, and the connected socket once
 * more by its peer.
 */
export function createGuardedAgent(policy: AddressPolicy): Agent {
  const base = buildConnector({
    timeout: CONNECT_TIMEOUT_MS,
    lookup: guardedLookup(policy),
  });
  const connect: buildConnector.connector = (options, callback) => {
    const host = options.hostname.replace(/^\[|\]$/g, '');
    if (isIP(host) !== 0 && !policy.allows(host)) return callback(new EgressDeniedError(), null);
    base(options, (...outcome) => {
      // The types promise null beside an error; the connector leaves the argument out.
      const socket = outcome[1] as (typeof outcome)[1] | undefined;
      if (socket === null || socket === undefined) return callback(outcome[0] ?? new EgressDeniedError(), null);
      if (policy.allows(socket.remoteAddress ?? '')) return callback(null, socket);
      socket.destroy();
      callback(new EgressDeniedError(), null);
    });
  };
  // One request on a connection at a time: a slow answer must hold nobody else's call.
  return new Agent({ connect, pipelining: 1, keepAliveTimeout: 4_000, maxHeaderSize: 16_384 });
}

function guardedLookup(policy: AddressPolicy) {
  return (hostname: string, options: LookupOptions, callback: LookupCallback): void => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return callback(error, []);
      // One forbidden address among public ones is refused too: which of them gets used is not ours to choose.
      if (addresses.length === 0 || !addresses.every(({ address }) => policy.allows(address))) {
        return callback(new EgressDeniedError(), []);
      }
      const [first] = addresses;
      if (options.all === true || first === undefined) return callback(null, addresses);
      callback(null, first.address, first.family);
    });
  };
}
