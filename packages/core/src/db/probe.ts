import pg from 'pg';

/** Tells Postgres that is busy from Postgres that is away, for those who have waited long. */
export interface DatabaseProbe {
  /** False when Postgres gave no answer in time. Never rejects; all who ask at the same moment share one question. */
  isThere(): Promise<boolean>;
  /** True while the last answer was no: work begun now would only pile up. */
  readonly wasAway: boolean;
  close(): Promise<void>;
}

export interface ProbeOptions {
  url: string;
  /** How long the answer may take, a new connection included. */
  limitMs: number;
  applicationName?: string;
}

/** Keeps the connection over a busy time, so that asking costs one round trip. */
const IDLE_MS = 60_000;

/** Opens a probe with a connection of its own: one from a busy pool would have to be waited for like all others. */
export function openProbe({ url, limitMs, applicationName = 'carillon-probe' }: ProbeOptions): DatabaseProbe {
  const pool = new pg.Pool({
    connectionString: url,
    max: 1,
    application_name: applicationName,
    connectionTimeoutMillis: limitMs,
    // A connection that kept silent is closed with this, so that the next question gets a fresh one.
    query_timeout: limitMs,
    idleTimeoutMillis: IDLE_MS,
    allowExitOnIdle: true,
  });
  pool.on('error', () => undefined);
  let asking: Promise<boolean> | null = null;
  let wasAway = false;
  const ask = async () => {
    const there = await answersWithin(limitMs, pool.query('SELECT 1'));
    asking = null;
    wasAway = !there;
    return there;
  };
  return {
    isThere: () => (asking ??= ask()),
    get wasAway() {
      return wasAway;
    },
    close: () => pool.end(),
  };
}

function answersWithin(ms: number, answer: Promise<unknown>): Promise<boolean> {
  return new Promise((resolve) => {
    answer.then(
      () => resolve(true),
      () => resolve(false),
    );
    // When our own process was busy, the timer fires before the socket is read: what has arrived by then counts.
    setTimeout(() => setImmediate(() => resolve(false)), ms);
  });
}
