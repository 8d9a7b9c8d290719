import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { seeded } from '@carillon/testkit/random';
import { openJournal, type CallLine } from './records.js';

/**
 * The target of all calls, in a process that nothing is done to. It writes each call down before it does anything else,
 * holds some answers back and fails some, which ones by the seed.
 */
const [, , file = '', seed = ''] = process.argv;
const journal = openJournal<CallLine>(file);

const server = createServer((request, response) => {
  request.resume();
  serve(request, response);
});
server.keepAliveTimeout = 120_000;
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
process.on('disconnect', () => process.exit(0));

function serve({ headers, url = '' }: IncomingMessage, response: ServerResponse): void {
  const [runId, attempt, pid] = [headers['idempotency-key'], headers['carillon-attempt'], headers['chaos-pid']];
  const call = { runId: String(runId), attempt: Number(attempt), pid: Number(pid) };
  journal.write({
    kind: 'arrived',
    ...call,
    jobId: String(headers['carillon-job-id']),
    version: Number(/\/(\d+)$/.exec(url)?.[1]),
    scheduledFor: Date.parse(String(headers['carillon-scheduled-for'])),
    at: Date.now(),
  });
  const { status, delayMs } = decide(call.runId, call.attempt);
  response.once('close', () => {
    journal.write({ kind: 'answered', ...call, status, cut: !response.writableFinished, at: Date.now() });
  });
  const answer = () =>
    response.writeHead(status, { 'content-type': 'text/plain' }).end(`${call.runId}:${call.attempt}`);
  if (delayMs === 0) answer();
  else setTimeout(answer, delayMs);
}

/** Of ten calls seven are answered at once, and one in twenty fails. */
function decide(runId: string, attempt: number): { status: number; delayMs: number } {
  const digest = createHash('sha256').update(`${seed}:${runId}:${attempt}`).digest();
  const random = seeded(digest.readUInt32LE());
  return { status: random.next() < 0.05 ? 500 : 200, delayMs: random.next() < 0.7 ? 0 : random.integer(0, 3_000) };
}
