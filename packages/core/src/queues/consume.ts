import type { Job } from 'bullmq';
import type { z } from 'zod';
import type { QueueName } from '../domain/run/queues.js';
import { lockDurationMs, makeWorker, type QueueConfig, type MessageWorker } from './connection.js';
import { isDoneWithin } from './is-done-within.js';
import { parseRedisUrl } from './redis-place.js';

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
/**
 * A fetch from a cluster that takes this long will never end: now and then the client of one whose node died is left
 * waiting for good, long after its connections would have been given up.
 */
const CLUSTER_FETCH_IS_LOST_AFTER_MS = 8_000;
/** How long a process that ends waits for each answer of the queue. */
const ANSWERS_WITHIN_MS = 1_000;

/**
 * Fetches messages one after the other while there is room, and hands each to `handle` without waiting for it.
 * BullMQ's own loop bounds messages; here the bound is calls, and a message with one slow call must hold one place only.
 */
export function consume<Message>(options: ConsumerOptions<Message>): Consumer {
  const source = openSource(options);
  const stopping = new AbortController();
  const held = new Map<string, HeldMessage>();
  const renewal = setInterval(() => void renewLocks(source.worker, held, options.onError), lockDurationMs / 2);
  const loop = fetchLoop(source, options, stopping.signal, held);
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
      await isDoneWithin(ANSWERS_WITHIN_MS, source.worker.close(!(fetchEnded && acknowledged)));
    },
  };
}

/** Where messages are fetched from; made anew when it gives no answer any more. */
interface Source {
  readonly worker: MessageWorker;
  readonly isCluster: boolean;
  renew(): void;
}

function openSource<Message>({ queue, config, onError }: ConsumerOptions<Message>): Source {
  const open = () => {
    const worker = makeWorker(queue, config);
    worker.on('error', onError);
    void worker.startStalledCheckTimer().catch(onError);
    return worker;
  };
  let worker = open();
  return {
    isCluster: config.redisUrl !== undefined && parseRedisUrl(config.redisUrl)?.isCluster === true,
    get worker() {
      return worker;
    },
    renew() {
      // What it still has to acknowledge is acknowledged in vain: its runs are found ended when it comes again.
      void worker.close(true).catch(onError);
      worker = open();
    },
  };
}

async function fetchLoop<Message>(
  source: Source,
  options: ConsumerOptions<Message>,
  signal: AbortSignal,
  held: Map<string, HeldMessage>,
): Promise<void> {
  for (let fetched = 0; !signal.aborted; fetched++) {
    const room = await options.whenRoom(signal).then(
      () => true,
      () => false,
    );
    if (!room) return;
    const token = `${source.worker.id}:${fetched}`;
    const message = await fetchOne(source, token, signal, options.onError);
    if (message?.id === undefined) continue;
    const id = message.id;
    const handled = handle(message, options);
    const settled = settle(message, token, handled, options).finally(() => held.delete(id));
    held.set(id, { token, handled: handled.then(ignore, ignore), settled });
  }
}

async function fetchOne(
  source: Source,
  token: string,
  signal: AbortSignal,
  onError: (e: Error) => void,
): Promise<Received | undefined> {
  const { worker } = source;
  try {
    const fetched = worker.getNextJob(token);
    if (!source.isCluster) return await fetched;
    const ended = fetched.then(ignore, ignore);
    if (await isDoneWithin(CLUSTER_FETCH_IS_LOST_AFTER_MS, ended)) return await fetched;
    // Who is stopping must not open what nobody would close.
    if (signal.aborted) return undefined;
    source.renew();
    throw new Error(`A fetch from the queue did not end within ${CLUSTER_FETCH_IS_LOST_AFTER_MS} ms; connecting anew`);
  } catch (error) {
    if (worker.closing === undefined || worker !== source.worker) onError(asError(error));
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
