import type { Db } from '../db/client.js';
import { selectDeliveries, type Delivery, type DeliveryFilter } from '../db/queries/delivery-lists.js';
import { toPage, type Page } from './page.js';

/** A page of a webhook's deliveries, newest first. */
export async function listDeliveries(db: Db, filter: DeliveryFilter): Promise<Page<Delivery>> {
  return toPage(await selectDeliveries(db, { ...filter, limit: filter.limit + 1 }), filter.limit);
}
