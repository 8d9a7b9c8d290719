import { connect as connectTcp, isIP, type Socket, type TcpNetConnectOpts } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { ConnectionTimings } from '../domain/run/outcome.js';
import { normalizeHost } from '../domain/target/host-rules.js';
import type { AddressCheck } from './address-policy.js';
import { EgressDeniedError } from './egress-denied-error.js';
import type { EgressPolicy } from './egress-policy.js';
import type { HostAddress } from './ask-servers.js';
import type { NameResolver } from './resolver.js';

export interface Destination {
  secure: boolean;
  host: string;
  port: number;
}

/** A connected socket, TLS done, and what that took; or why there is none. */
export type Opened = (error: Error | null, socket: Socket | null, timings: ConnectionTimings | null) => void;

/** Opens connections to where a user has chosen. */
export type OpenSocket = (to: Destination, opened: Opened) => void;

export interface OpenSocketOptions {
  policy: EgressPolicy;
  resolver: NameResolver;
  /** Certificate authorities in place of Node's. */
  ca?: readonly string[] | undefined;
}

/** How long connecting may take, TLS included, once the address is known. */
const CONNECT_TIMEOUT_MS = 10_000;

/** Before the next address of a host is tried. Node's 250 ms gives up on hosts that are merely far away. */
const NEXT_ADDRESS_AFTER_MS = 1_000;

/**
 * The one place that connects. Checked are: the host as it is written (a literal address is never looked up), every
 * address it resolves to, and the peer of the socket. One forbidden address among public ones refuses all: which of them
 * gets used is not ours to choose.
 */
export function createSocketOpener({ policy, resolver, ca }: OpenSocketOptions): OpenSocket {
  return (to, opened) => {
    const startedAt = performance.now();
    const host = normalizeHost(to.host);
    const check = policy.checkFor(host, to.port);
    if (check === null) return opened(new EgressDeniedError(), null, null);
    const family = isIP(host);
    if (family !== 0) return connect({ ...to, host, ca, check, dnsMs: null }, [{ address: host, family }], opened);
    resolver.resolve(host).then(
      (addresses) => {
        const allowed = addresses.length > 0 && addresses.every(({ address }) => check(address));
        if (!allowed) return opened(new EgressDeniedError(), null, null);
        connect({ ...to, host, ca, check, dnsMs: since(startedAt) }, addresses, opened);
      },
      (error: Error) => opened(error, null, null),
    );
  };
}

interface Checked extends Destination {
  ca: readonly string[] | undefined;
  check: AddressCheck;
  dnsMs: number | null;
}

function connect(to: Checked, addresses: readonly HostAddress[], opened: Opened): void {
  const startedAt = performance.now();
  const socket = to.secure ? startTls(to, addresses) : startTcp(to, addresses);
  socket.setNoDelay(true).setKeepAlive(true, 60_000);
  const limit = setTimeout(() => socket.destroy(timedOut()), CONNECT_TIMEOUT_MS);
  let connectMs = 0;
  let isOpen = false;
  const end = (error: Error) => {
    clearTimeout(limit);
    if (!isOpen) opened(error, null, null);
    isOpen = true;
  };
  const finish = () => {
    clearTimeout(limit);
    isOpen = true;
    const tlsMs = to.secure ? since(startedAt) - connectMs : null;
    opened(null, socket, { dnsMs: to.dnsMs, connectMs, tlsMs });
  };
  socket.once('connect', () => {
    connectMs = since(startedAt);
    if (!to.check(socket.remoteAddress ?? '')) return socket.destroy(new EgressDeniedError());
    if (!to.secure) finish();
  });
  if (to.secure) socket.once('secureConnect', finish);
  // Stays for the life of the socket: an error without a listener would end the process.
  socket.on('error', end).once('close', () => end(hungUp()));
}

/** Connects to no other addresses than those that were checked. */
function addressing({ host, port }: Destination, addresses: readonly HostAddress[]): TcpNetConnectOpts {
  return {
    host,
    port,
    lookup: (_host, _options, found) => found(null, [...addresses]),
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: NEXT_ADDRESS_AFTER_MS,
  };
}

function startTcp(to: Checked, addresses: readonly HostAddress[]): Socket {
  // Read by the socket, if not declared for connecting: larger pieces of large answers.
  const options = { ...addressing(to, addresses), highWaterMark: 65_536 };
  return connectTcp(options);
}

/** Says itself what environment variables and flags of Node could otherwise loosen. Sessions are not resumed. */
function startTls(to: Checked, addresses: readonly HostAddress[]): Socket {
  return connectTls({
    ...addressing(to, addresses),
    ...(isIP(to.host) === 0 && { servername: to.host }),
    ...(to.ca && { ca: [...to.ca] }),
    ALPNProtocols: ['http/1.1'],
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2',
  });
}

const since = (startedAt: number): number => Math.round(performance.now() - startedAt);

const timedOut = () => Object.assign(new Error('connecting took too long'), { code: 'ETIMEDOUT' });
const hungUp = () => Object.assign(new Error('closed while connecting'), { code: 'ECONNRESET' });
