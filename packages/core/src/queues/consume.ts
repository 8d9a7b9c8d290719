import type { Job } from 'bullmq';
import type { z } from 'zod';
import type { QueueName } from '../domain/run/queues.js';
import { lockDurationMs, makeWorker, type QueueConfig, type MessageWorker } from './connection.js';
import { isDoneWithin } from './is-done-within.js';

type Received = Job<unknown, void>;

export interface ConsumerOptions<Message> {
  queue: QueueName;
  /** What its messages are. */
  message: z.ZodType<Message>;
  config: QueueConfig;
  /** Resolves when there is room for work; asked before each fetch, so that nothing is taken which others could do sooner. */
  whenRoom: (signal: AbortSignal) => Promise<void>;
  /** Works on what it names; the message is acknowledged when this resolves and dropped when it rejects. */
  handle: (message: Message) => Promise<void>;
  onError: (error: Error) => void;
}

export interface Consumer {
  /** Messages fetched and not yet acknowledged. */
  readonly inFlight: number;
  /**
   * Stops fetching, waits for the messages in flight, closes the connection. Does not wait for a queue that gives no
   * answer: what it has not heard of by then it delivers once more, to somebody who finds the runs ended. Never rejects.
   */
  close(): Promise<void>;
}

interface HeldMessage {
  token: string;
  /** What it names is durable, or given up. */
  handled: Promise<void>;
  /** The queue knows. */
  settled: Promise<void>;
}

/** How long to wait before fetching again after the queue refused. */
const REFETCH_PAUSE_MS = 500;

/** A fetch blocks for a second on an empty queue; one that takes longer than this has lost its queue. */
const FETCH_ENDS_WITHIN_MS = 2_500;
/** How long a process that ends waits for each answer of the queue. */
const ANSWERS_WITHIN_MS = 1_000;

/**
 * Fetches messages one after the other while there is room, and hands each to `handle` without waiting for it.
 * BullMQ's own loop bounds messages; here the bound is calls, and a message with one slow call must hold one place only.
 */
export function consume<Message>(options: ConsumerOptions<Message>): Consumer {
  const worker = makeWorker(options.queue, options.config);
  const stopping = new AbortController();
  const held = new Map<string, HeldMessage>();
  worker.on('error', options.onError);
  const renewal = setInterval(() => void renewLocks(worker, held, options.onError), lockDurationMs / 2);
  const loop = fetchLoop(worker, options, stopping.signal, held);
  return {
    get inFlight() {
      return held.size;
    },
    async close() {
      stopping.abort();
      const fetchEnded = await isDoneWithin(FETCH_ENDS_WITHIN_MS, loop);
      const messages = [...held.values()];
      await Promise.all(messages.map((message) => message.handled));
      // The acknowledgements need the connection, so it closes last.
      const acknowledged = await isDoneWithin(ANSWERS_WITHIN_MS, Promise.all(messages.map((each) => each.settled)));
      clearInterval(renewal);
      await isDoneWithin(ANSWERS_WITHIN_MS, worker.close(!(fetchEnded && acknowledged)));
    },
  };
}

async function fetchLoop<Message>(
  worker: MessageWorker,
  options: ConsumerOptions<Message>,
  signal: AbortSignal,
  held: Map<string, HeldMessage>,
): Promise<void> {
  await worker.startStalledCheckTimer().catch(options.onError);
  for (let fetched = 0; !signal.aborted; fetched++) {
    const room = await options.whenRoom(signal).then(
      () => true,
      () => false,
    );
    if (!room) return;
    const token = `${worker.id}:${fetched}`;
    const message = await fetchOne(worker, token, options.onError);
    if (message?.id === undefined) continue;
    const id = message.id;
    const handled = handle(message, options);
    const settled = settle(message, token, handled, options).finally(() => held.delete(id));
    held.set(id, { token, handled: handled.then(ignore, ignore), settled });
  }
}

async function fetchOne(
  worker: MessageWorker,
  token: string,
  onError: (e: Error) => void,
): Promise<Received | undefined> {
  try {
    return await worker.getNextJob(token);
  } catch (error) {
    if (worker.closing === undefined) onError(asError(error));
    await new Promise((resolve) => setTimeout(resolve, REFETCH_PAUSE_MS));
    return undefined;
  }
}

async function handle<Message>(received: Received, options: ConsumerOptions<Message>): Promise<void> {
  await options.handle(options.message.parse(received.data));
}

async function settle(
  message: Received,
  token: string,
  handled: Promise<void>,
  { onError }: { onError: (error: Error) => void },
): Promise<void> {
  try {
    await handled;
    await message.moveToCompleted(undefined, token, false);
  } catch (error) {
    // Also when only the acknowledgement failed: the queue was wiped or gave the message to somebody else, who will
    // find its runs taken. Whatever is still queued in Postgres is published again by the reconciler.
    onError(asError(error));
    await message.moveToFailed(asError(error), token, false).catch(() => undefined);
  }
}

async function renewLocks(worker: MessageWorker, held: Map<string, { token: string }>, onError: (e: Error) => void) {
  if (held.size === 0) return;
  const ids = [...held.keys()];
  const tokens = [...held.values()].map((message) => message.token);
  // A lock that could not be renewed means a second delivery at worst; the lease in Postgres keeps the run ours.
  await worker.extendJobLocks(ids, tokens, lockDurationMs).catch((error: unknown) => onError(asError(error)));
}

const ignore = () => undefined;

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
