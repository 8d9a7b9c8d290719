import { createServer } from 'node:net';

/** A TCP port on 127.0.0.1 that was free a moment ago: `preferred` when it is, else any. */
export async function freePort(preferred: number | null = null): Promise<number> {
  return (preferred === null ? null : await tryPort(preferred)) ?? (await tryPort(0)) ?? fail();
}

/** Whether nobody listens on this TCP port of `host`. */
export async function isPortFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  return (await tryPort(port, host)) !== null;
}

function tryPort(port: number, host = '127.0.0.1'): Promise<number | null> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(null));
    probe.listen(port, host, () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : null));
    });
  });
}

function fail(): never {
  throw new Error('No free TCP port was found on 127.0.0.1.');
}
