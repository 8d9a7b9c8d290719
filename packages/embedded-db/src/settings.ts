const SERVER_SETTINGS = {
  listen_addresses: '127.0.0.1',
  // Password logins over TCP only: no socket file that another account could meddle with, and no path-length limit.
  unix_socket_directories: '',
  max_connections: '200',
  shared_buffers: '128MB',
  // Tables that work as queues want their dead rows cleared soon; a round with nothing to do costs next to nothing.
  autovacuum_naptime: '10s',
  timezone: 'UTC',
  log_timezone: 'UTC',
};

// A crash may lose everything, which is fine for a database that a test made a moment ago.
const FAST_SETTINGS = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

/** The server's settings: ours, the unsafe fast ones when asked for, and the caller's on top. */
export function serverSettings(fast: boolean, own: Readonly<Record<string, string>>): Record<string, string> {
  return { ...SERVER_SETTINGS, ...(fast ? FAST_SETTINGS : {}), ...own };
}
