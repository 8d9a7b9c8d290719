import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * The target of all calls, in a process of its own: answers 200 at once. Asked by its parent, it tells when the calls
 * arrived, by the scheduled instant they carry.
 */
interface Arrival {
  scheduledFor: string;
  idempotencyKey: string;
  at: number;
}

let arrivals: Arrival[] = [];

const server = createServer((request, response) => {
  const at = Date.now();
  const { 'carillon-scheduled-for': scheduledFor, 'idempotency-key': idempotencyKey } = request.headers;
  if (scheduledFor !== undefined)
    arrivals.push({ scheduledFor: String(scheduledFor), idempotencyKey: String(idempotencyKey), at });
  request.resume();
  response.setHeader('content-type', 'application/json');
  response.end('{"ok":true}');
});
server.keepAliveTimeout = 120_000;
server.listen(0, '127.0.0.1', () => process.send?.({ type: 'ready', port: (server.address() as AddressInfo).port }));

process.on('message', () => {
  process.send?.({ type: 'arrivals', arrivals });
  arrivals = [];
});
process.on('disconnect', () => process.exit(0));
