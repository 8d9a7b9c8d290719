import type { RunBatch } from '../domain/run/batch.js';
import { RUN_QUEUES, type RunQueue } from '../domain/run/queues.js';
import { makeQueue, type QueueConfig, type RunBatchQueue } from './connection.js';
import { isDoneWithin } from './is-done-within.js';

/** The producing side of the run queues. */
export interface Publisher {
  /** Puts batches into their queues. Rejects at once when the queue is away. */
  publish(batches: readonly RunBatch[]): Promise<void>;
  /** True when the message is still in the queue or with a worker, false when the queue has lost or finished it. */
  isPending(batch: RunBatch): Promise<boolean>;
  /** Messages waiting in a queue. */
  depth(queue: RunQueue): Promise<number>;
  /** Resolves when the queue answers. */
  ping(): Promise<void>;
  /** The BullMQ queues themselves, for the operators' dashboard. */
  readonly bullQueues: readonly RunBatchQueue[];
  /** Does not wait for a queue that is away, and never rejects. */
  close(): Promise<void>;
}

const PENDING_STATES: readonly string[] = ['waiting', 'active', 'prioritized', 'delayed', 'waiting-children'];

/** Opens the producers. Does not wait for the queue: a missing queue costs latency, never the process. */
export function openPublisher(config: QueueConfig, onError: (error: Error) => void): Publisher {
  const queues = new Map(RUN_QUEUES.map((name) => [name, makeQueue(name, config)]));
  for (const queue of queues.values()) queue.on('error', onError);
  const named = (name: RunQueue): RunBatchQueue => {
    const queue = queues.get(name);
    if (queue === undefined) throw new Error(`There is no queue named ${name}`);
    return queue;
  };
  return {
    bullQueues: [...queues.values()],
    async publish(batches) {
      for (const [name, queue] of queues) {
        const messages = batches.filter((batch) => batch.queue === name).map(toMessage);
        if (messages.length > 0) await inTime(queue.addBulk(messages));
      }
    },
    isPending: async (batch) => PENDING_STATES.includes(await inTime(named(batch.queue).getJobState(messageId(batch)))),
    depth: (name) => inTime(named(name).getWaitingCount()),
    ping: async () => {
      await inTime(named('runs').getWaitingCount());
    },
    close: async () => {
      await Promise.all([...queues.values()].map(close));
    },
  };
}

const CLOSES_WITHIN_MS = 1_000;

async function close(queue: RunBatchQueue): Promise<void> {
  if (await isDoneWithin(CLOSES_WITHIN_MS, queue.close())) return;
  // It says goodbye on a connection that is not there, and would go on trying to have one.
  await isDoneWithin(CLOSES_WITHIN_MS, queue.disconnect());
}

function toMessage(batch: RunBatch) {
  const data = { v: 1 as const, batchId: batch.id, runIds: batch.runIds };
  return { name: 'run-batch', data, opts: { jobId: messageId(batch) } };
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
