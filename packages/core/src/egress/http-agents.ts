import { Agent as HttpAgent, type ClientRequestArgs } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Duplex } from 'node:stream';
import type { OpenSocket } from './open-socket.js';

/** For HTTP clients that take Node's agents: one for each protocol, since a redirect may change it. */
export interface HttpAgents {
  http: HttpAgent;
  https: HttpsAgent;
}

type Made = ((error: Error | null, socket: Duplex) => void) | undefined;

/** Makes agents whose connections all pass the guard. They know no proxy: one would resolve names by itself. */
export function createHttpAgents(open: OpenSocket): HttpAgents {
  const agents = { http: new HttpAgent({ keepAlive: true }), https: new HttpsAgent({ keepAlive: true }) };
  agents.http.createConnection = (options, made) => openFor(open, false, options, made);
  agents.https.createConnection = (options, made) => openFor(open, true, options, made);
  return agents;
}

function openFor(open: OpenSocket, secure: boolean, { host, port }: ClientRequestArgs, made: Made): undefined {
  open({ secure, host: host ?? '', port: Number(port ?? (secure ? 443 : 80)) }, (error, socket) => {
    // The declaration asks for a socket beside an error; Node looks at the error alone.
    made?.(error, socket as Duplex);
  });
}
