import pg from 'pg';

/** A standing LISTEN connection. */
export interface Listener {
  /**
   * Sends payloads to everybody else who listens: to this process its own are not told. The first goes at once; those
   * that come within the next moments go together. Dropped while there is no connection.
   */
  tell(payload: string): void;
  close(): Promise<void>;
}

export interface ListenerOptions {
  url: string;
  channel: string;
  onNotify: (payload: string) => void;
  /** After each (re)connection: notifications may have been missed before it. */
  onConnected: () => void;
  onError: (error: Error) => void;
}

const RECONNECT_PAUSE_MS = 500;

/**
 * Listens on one channel and connects again whenever the connection is lost. A notification is a hint: whoever uses
 * this polls as well, so a lost one costs a little time and nothing else.
 */
export function listen(options: ListenerOptions): Listener {
  let closed = false;
  let client: pg.Client | null = null;
  let connected: Connected | null = null;
  let retry: NodeJS.Timeout | null = null;

  const reconnect = () => {
    client = null;
    connected = null;
    if (!closed) retry = setTimeout(() => void connect(), RECONNECT_PAUSE_MS);
  };
  const connect = async () => {
    const fresh = new pg.Client({
      connectionString: options.url,
      application_name: `carillon-listen-${options.channel}`,
      keepAlive: true,
    });
    fresh.on('error', options.onError);
    let own: number | null = null;
    fresh.on('notification', ({ processId, payload = '' }) => {
      if (processId !== own) options.onNotify(payload);
    });
    client = fresh;
    try {
      await fresh.connect();
      fresh.once('end', reconnect);
      own = await backendOf(fresh);
      await fresh.query(`LISTEN ${pg.escapeIdentifier(options.channel)}`);
      connected = createConnected(fresh, options);
      options.onConnected();
    } catch (error) {
      options.onError(error instanceof Error ? error : new Error(String(error)));
      fresh.removeListener('end', reconnect);
      await fresh.end().catch(() => undefined);
      reconnect();
    }
  };
  void connect();
  return {
    tell: (payload) => connected?.tell(payload),
    async close() {
      closed = true;
      if (retry !== null) clearTimeout(retry);
      await client?.end().catch(() => undefined);
    },
  };
}

interface Connected {
  tell(payload: string): void;
}

function createConnected(client: pg.Client, { channel, onError }: ListenerOptions): Connected {
  const waiting = new Set<string>();
  let telling = false;
  const tellAll = async () => {
    if (telling) return;
    telling = true;
    while (waiting.size > 0) {
      const payloads = [...waiting];
      waiting.clear();
      await client.query(TELL, [channel, payloads]).catch(onError);
      await new Promise((resolve) => setTimeout(resolve, GATHER_MS));
    }
    telling = false;
  };
  return {
    tell(payload) {
      waiting.add(payload);
      void tellAll();
    },
  };
}

/** Under load one statement tells what came in this time. */
const GATHER_MS = 20;

const TELL = 'SELECT pg_notify($1, payload) FROM unnest($2::text[]) AS p(payload)';

/**
 * The number by which this connection's own notifications are known. Nothing that it commits needs to outlive a crash,
 * so none of its commits waits for the disk.
 */
async function backendOf(client: pg.Client): Promise<number | null> {
  const { rows } = await client.query<{ pid: number }>(
    `SELECT pg_backend_pid() AS pid, set_config('synchronous_commit', 'off', false)`,
  );
  return rows[0]?.pid ?? null;
}
