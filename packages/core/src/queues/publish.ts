import { randomUUID } from 'node:crypto';
import type { RunBatch } from '../domain/run/batch.js';
import { isSuspect } from '../domain/run/lease.js';
import { DELIVERY_QUEUE, RUN_QUEUES, type QueueName, type RunQueue } from '../domain/run/queues.js';
import { makeQueue, type MessageQueue, type QueueConfig } from './connection.js';
import { isDoneWithin } from './is-done-within.js';
import type { DeliveryMessage, RunBatchMessage } from './message.js';

type RunBatchQueue = MessageQueue<RunBatchMessage>;
type AnyQueue = RunBatchQueue | MessageQueue<DeliveryMessage>;

/** The producing side of the queues. */
export interface Publisher {
  /** Puts batches into their queues. Rejects at once when the queue is away. */
  publish(batches: readonly RunBatch[]): Promise<void>;
  /** Puts deliveries of webhooks into theirs. Rejects at once when the queue is away. */
  publishDeliveries(ids: readonly string[]): Promise<void>;
  /** True when the message is still in the queue or with a worker, false when the queue has lost or finished it. */
  isPending(batch: RunBatch): Promise<boolean>;
  /** Messages waiting in a queue. */
  depth(queue: QueueName): Promise<number>;
  /** Resolves when the queue answers. */
  ping(): Promise<void>;
  /** The BullMQ queues themselves, for the operators' dashboard. */
  readonly bullQueues: readonly AnyQueue[];
  /** Does not wait for a queue that is away, and never rejects. */
  close(): Promise<void>;
}

const PENDING_STATES: readonly string[] = ['waiting', 'active', 'prioritized', 'delayed', 'waiting-children'];

/** Opens the producers. Does not wait for the queue: a missing queue costs latency, never the process. */
export function openPublisher(config: QueueConfig, onError: (error: Error) => void): Publisher {
  const queues = new Map(RUN_QUEUES.map((name) => [name, makeQueue<RunBatchMessage>(name, config)]));
  const deliveries = makeQueue<DeliveryMessage>(DELIVERY_QUEUE, config);
  const all: AnyQueue[] = [...queues.values(), deliveries];
  const addAll = config.redisUrl === undefined ? addToPostgres : addInBulk;
  for (const queue of all) queue.on('error', onError);
  const named = (name: RunQueue): RunBatchQueue => {
    const queue = queues.get(name);
    if (queue === undefined) throw new Error(`There is no queue named ${name}`);
    return queue;
  };
  return {
    bullQueues: all,
    async publish(batches) {
      for (const [name, queue] of queues) {
        const messages = batches.filter((batch) => batch.queue === name).map(toMessage);
        if (messages.length > 0) await inTime(addAll(queue, messages));
      }
    },
    publishDeliveries: async (ids) => {
      await inTime(addAll(deliveries, ids.map(toDeliveryMessage)));
    },
    isPending: async (batch) => PENDING_STATES.includes(await inTime(named(batch.queue).getJobState(messageId(batch)))),
    depth: (name) => inTime((name === DELIVERY_QUEUE ? deliveries : named(name)).getWaitingCount()),
    ping: async () => {
      await inTime(named('runs').getWaitingCount());
    },
    close: async () => {
      await Promise.all(all.map(close));
    },
  };
}

interface Addable<Message> {
  name: string;
  data: Message;
  opts: { jobId: string };
}

async function addInBulk<Message>(queue: MessageQueue<Message>, messages: readonly Addable<Message>[]): Promise<void> {
  await queue.addBulk([...messages]);
}

/** A message alone goes by the short way: for several, BullMQ (6.7.0) makes temporary tables in PostgreSQL, 4 ms. */
async function addToPostgres<Message>(
  queue: MessageQueue<Message>,
  messages: readonly Addable<Message>[],
): Promise<void> {
  const [first, ...more] = messages;
  if (first === undefined || more.length > 0) return addInBulk(queue, messages);
  await queue.add(first.name, first.data, first.opts);
}

const CLOSES_WITHIN_MS = 1_000;

async function close(queue: AnyQueue): Promise<void> {
  if (await isDoneWithin(CLOSES_WITHIN_MS, queue.close())) return;
  // It says goodbye on a connection that is not there, and would go on trying to have one.
  await isDoneWithin(CLOSES_WITHIN_MS, queue.disconnect());
}

function toMessage(batch: RunBatch) {
  const alone = isSuspect(batch) && { alone: true as const };
  const data = { v: 1 as const, batchId: batch.id, runIds: batch.runIds, ...alone };
  return { name: 'run-batch', data, opts: { jobId: messageId(batch) } };
}

/** Under an id of its own each time: one that comes twice finds nothing to do. */
function toDeliveryMessage(deliveryId: string) {
  return {
    name: 'delivery',
    data: { v: 1 as const, deliveryId },
    opts: { jobId: `${deliveryId}-${randomUUID().slice(0, 8)}` },
  };
}

/** BullMQ keeps one message of an id: publishing a waiting batch again changes nothing. */
const messageId = (batch: RunBatch) => `${batch.id}-${batch.publication}`;

const ANSWER_WITHIN_MS = 5_000;

/** BullMQ waits for its first connection without a limit; a caller must not. */
async function inTime<T>(answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`The queue did not answer within ${ANSWER_WITHIN_MS} ms`)),
      ANSWER_WITHIN_MS,
    );
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}
