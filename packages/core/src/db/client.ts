import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { PgDatabase } from 'drizzle-orm/pg-core';
import type { NodePgQueryResultHKT } from 'drizzle-orm/node-postgres';
import pg from 'pg';

/** What drizzle hands to the work of a transaction. */
type Transaction = Parameters<Parameters<NodePgDatabase['transaction']>[0]>[0];

/**
 * What a query takes: the pool's handle or a transaction. Its relational queries are left out: for them drizzle reads all
 * tables' relations anew for each transaction, which took 0.2 ms.
 */
export type Db = PgDatabase<NodePgQueryResultHKT>;

/**
 * What the hottest statements take instead: they are prepared by name, once per connection, since planning one for 25
 * runs cost as much as running it. Statements by name need a pooler that keeps them (PgBouncer ≥ 1.21) or none.
 */
export type Queryable = pg.Pool | pg.PoolClient;
export type Pool = pg.Pool;

/** Runs `work` in a transaction on a connection of its own; rolls back when it rejects. */
export async function inTransaction<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    client.release();
    return result;
  } catch (error) {
    // A connection whose rollback fails is of no further use: passing an error takes it out of the pool.
    await client.query('ROLLBACK').then(
      () => client.release(),
      () => client.release(true),
    );
    throw error;
  }
}

/**
 * Runs reading `work` on one view of the database: what several statements say fits together. Sequential scans are
 * off: the tables it is meant for are large, and what is wanted of them is small and has an index.
 */
export function inSnapshot<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  return inTransaction(pool, async (client) => {
    await client.query(
      'SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off',
    );
    return work(client);
  });
}

/** The query builder on a connection that a transaction without one has, for what is rare in it. */
export const dbOn = (client: Queryable): Db => drizzle(client);

/** An open connection pool with its query builder. */
export interface Database {
  db: NodePgDatabase;
  pool: pg.Pool;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  url: string;
  /** Most connections at once; the sum over all processes must stay below the server's max_connections. */
  max?: number;
  /** Shown in pg_stat_activity, so an operator sees which process holds a connection. */
  applicationName?: string;
  /** How long work waits for one of the connections when all are busy; 2 s unless said. */
  queueForMs?: number;
  /**
   * Statements are planned once, for any values. Planning anew for each group of ids, as Postgres would rather do with a
   * partitioned table, took it 0.45 ms a statement (docs/adr/0025).
   */
  plansOnce?: boolean;
  /** Called for a broken idle connection; the pool replaces it by itself. */
  onError?: (error: Error) => void;
}

const DEFAULT_QUEUE_MS = 2_000;
/** However long work may wait for a place: a server that is away should be known to be before the wait is over. */
const LONGEST_CONNECT_MS = 5_000;

/** The pool has one limit for two things, the wait for a place and the making of a connection; this bounds the second. */
class Connection extends pg.Client {
  constructor(config?: pg.ClientConfig) {
    const waitMs = config?.connectionTimeoutMillis ?? DEFAULT_QUEUE_MS;
    super({ ...config, connectionTimeoutMillis: Math.min(waitMs, LONGEST_CONNECT_MS) });
  }
}

/**
 * Said on the connection, not when it is opened: a pooler may refuse to open one with settings. The pool waits for it,
 * though its types say nothing of it.
 */
function planOnce(client: { query(text: string): Promise<unknown> }): unknown {
  return client.query('SET plan_cache_mode TO force_generic_plan');
}

/**
 * Opens a pool. Connections are made when first needed, which fails after 2 s (5 s where work may wait longer), and a
 * statement left running in a dead process is ended by the server, so that no lock outlives its holder by more than
 * 30 s.
 */
export function openDatabase(options: DatabaseOptions): Database {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.max ?? 10,
    application_name: options.applicationName ?? 'carillon',
    Client: Connection,
    connectionTimeoutMillis: options.queueForMs ?? DEFAULT_QUEUE_MS,
    idle_in_transaction_session_timeout: 10_000,
    statement_timeout: 30_000,
    // A server lost without a word: the statement's own limit is the server's to keep, this one is ours.
    query_timeout: 35_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    ...(options.plansOnce === true && { onConnect: planOnce }),
  });
  const onError = options.onError ?? (() => undefined);
  // Without a listener the loss of a connection would end the process: the pool's own covers idle ones only, so each
  // connection gets one that stays while it is checked out.
  pool.on('error', onError);
  pool.on('connect', (client) => client.on('error', onError));
  const db = drizzle(pool);
  // drizzle's own begins outside its try: a BEGIN that fails would keep its connection for good.
  db.transaction = (work) => inTransaction(pool, (client) => work(drizzle(client) as unknown as Transaction));
  return { db, pool, close: () => pool.end() };
}
