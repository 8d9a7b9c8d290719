import pg from 'pg';

/** A standing LISTEN connection. */
export interface Listener {
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
  let retry: NodeJS.Timeout | null = null;

  const reconnect = () => {
    client = null;
    if (!closed) retry = setTimeout(() => void connect(), RECONNECT_PAUSE_MS);
  };
  const connect = async () => {
    const fresh = new pg.Client({
      connectionString: options.url,
      application_name: `carillon-listen-${options.channel}`,
      keepAlive: true,
    });
    fresh.on('error', options.onError);
    fresh.on('notification', (message) => options.onNotify(message.payload ?? ''));
    client = fresh;
    try {
      await fresh.connect();
      fresh.once('end', reconnect);
      await fresh.query(`LISTEN ${pg.escapeIdentifier(options.channel)}`);
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
    async close() {
      closed = true;
      if (retry !== null) clearTimeout(retry);
      await client?.end().catch(() => undefined);
    },
  };
}
