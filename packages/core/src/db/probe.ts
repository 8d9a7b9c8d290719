import pg from 'pg';

/** Tells Postgres that is busy from Postgres that is away, for those who have waited long. */
export interface DatabaseProbe {
  /** False when Postgres gave no answer in time. Never rejects; all who ask at the same moment share one question. */
  isThere(): Promise<boolean>;
  /** As `isThere`, but an answer of the last quarter of a second will do: for those who ask often. */
  wasThereLately(): Promise<boolean>;
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

/**
 * Opens a probe with a connection of its own: one from a busy pool would have to be waited for like all others. It is made
 * now and kept, so that asking costs one round trip, also when making another would take long.
 */
export function openProbe({ url, limitMs, applicationName = 'carillon-probe' }: ProbeOptions): DatabaseProbe {
  const pool = new pg.Pool({
    connectionString: url,
    max: 1,
    application_name: applicationName,
    // Both later than our own limit, which is the one that looks at what has arrived. They let go of a silent connection.
    connectionTimeoutMillis: 2 * limitMs,
    query_timeout: 2 * limitMs,
    idleTimeoutMillis: 0,
    allowExitOnIdle: true,
  });
  pool.on('error', () => undefined);
  let asking: Promise<boolean> | null = null;
  let wasAway = false;
  let seenAt = Number.NEGATIVE_INFINITY;
  const ask = async () => {
    const there = await answersWithin(limitMs, pool.query('SELECT 1'));
    asking = null;
    wasAway = !there;
    if (there) seenAt = performance.now();
    return there;
  };
  const isThere = () => (asking ??= ask());
  void isThere();
  return {
    isThere,
    wasThereLately: () => (performance.now() - seenAt < LATELY_MS ? Promise.resolve(true) : isThere()),
    get wasAway() {
      return wasAway;
    },
    close: () => pool.end(),
  };
}

const LATELY_MS = 250;

function answersWithin(ms: number, answer: Promise<unknown>): Promise<boolean> {
  return new Promise((resolve) => {
    // When our own process was busy, the timer fires before the socket is read: what has arrived by then counts.
    const timer = setTimeout(() => setImmediate(() => resolve(false)), ms);
    const settle = (there: boolean) => {
      clearTimeout(timer);
      resolve(there);
    };
    answer.then(
      () => settle(true),
      () => settle(false),
    );
  });
}
