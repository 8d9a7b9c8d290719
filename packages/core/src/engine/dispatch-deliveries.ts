import type { Queryable } from '../db/client.js';
import {
  readNextAttention,
  takeBackDeliveries,
  takeDueDeliveries,
  untakeDeliveries,
  type TakenDelivery,
} from '../db/queries/dispatch-deliveries.js';
import type { Publisher } from '../queues/publish.js';

export interface DispatchDeps {
  pg: Queryable;
  publisher: Pick<Publisher, 'publishDeliveries' | 'depth'>;
}

/** What a round found and did. */
export interface Dispatch {
  /** Put into the queue. */
  dispatched: number;
  /** Their lease had run out. */
  takenBack: number;
  /** Their webhook had been disabled for a day. */
  dead: number;
  /** Where the next round begins. */
  afterWebhook: string;
  /** Until then there is nothing to do; null when nothing is known to be. */
  nextInMs: number | null;
}

const DELIVERIES_A_ROUND = 100;

/** What workers have not taken yet is enough: more would only be in the queue longer than it waits to be sent again. */
const DEEPEST_QUEUE = 1_000;

/**
 * Puts deliveries that are due into the queue, fairly among webhooks, and takes back those whose worker was lost. Every
 * write is conditional, so any number of schedulers may do this at once; no transaction waits for the queue.
 * @param afterWebhook where the round before came to; '' begins with the first.
 */
export async function dispatchDeliveries({ pg, publisher }: DispatchDeps, afterWebhook: string): Promise<Dispatch> {
  const takenBack = await takeBackDeliveries(pg, DELIVERIES_A_ROUND);
  const taken = await takeDueDeliveries(pg, afterWebhook, DELIVERIES_A_ROUND);
  const sent = taken.filter((delivery) => delivery.inFlight).map((delivery) => delivery.id);
  if (sent.length > 0) await publish({ pg, publisher }, sent);
  const isFull = taken.length === DELIVERIES_A_ROUND;
  // A round that began in the middle has not seen the first ones.
  const hasMore = isFull || afterWebhook !== '';
  return {
    dispatched: sent.length,
    takenBack,
    dead: taken.filter((delivery) => delivery.state === 'dead').length,
    afterWebhook: isFull ? lastWebhook(taken) : '',
    nextInMs: hasMore ? 0 : await readNextAttention(pg),
  };
}

const lastWebhook = (taken: readonly TakenDelivery[]): string =>
  taken.map((delivery) => delivery.webhookId).reduce((last, id) => (id > last ? id : last), '');

/** @throws when the queue is away or full; the deliveries are due again then. */
async function publish({ pg, publisher }: DispatchDeps, ids: readonly string[]): Promise<void> {
  try {
    if ((await publisher.depth('webhook-deliveries')) >= DEEPEST_QUEUE)
      throw new Error('The queue of deliveries is full');
    await publisher.publishDeliveries(ids);
  } catch (error) {
    await untakeDeliveries(pg, ids);
    throw error;
  }
}
