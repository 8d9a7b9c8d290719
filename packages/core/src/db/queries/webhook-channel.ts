import { sql } from 'drizzle-orm';

/** The channel on which the schedulers are told that there may be deliveries to dispatch. */
export const WEBHOOK_CHANNEL = 'carillon_webhooks';

/** Tells them when the transaction commits; notifications of one transaction are one. */
export const NOTIFY_DISPATCH = `pg_notify('${WEBHOOK_CHANNEL}', '')`;
export const notifyDispatch = sql.raw(NOTIFY_DISPATCH);
