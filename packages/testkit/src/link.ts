import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A way to a server that can be made to fail. */
export interface Link {
  /** The server's url, by way of this link. */
  readonly url: string;
  /** From here on nothing comes through, and nothing is refused or cut: what a stopped machine is to its clients. */
  freeze(): void;
  /** Cuts every connection and refuses new ones: what a stopped server is. */
  cut(): void;
  /** Ends the failure; what was held back comes through. */
  mend(): void;
  close(): Promise<void>;
}

/** Opens a link to the server of a url. */
export async function openLink(url: string): Promise<Link> {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  let frozen = false;
  let isCut = false;
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket));
    if (frozen) socket.pause();
  };
  const server = createServer((client) => {
    // A listener cannot be closed and opened in the same place without the risk of losing it; a reset comes to the same.
    if (isCut) return void client.resetAndDestroy();
    const upstream = connect(Number(target.port), target.hostname);
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      from.on('data', (chunk) => to.write(chunk)).on('close', () => to.destroy());
      keep(from);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const through = new URL(url);
  through.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: through.href,
    freeze() {
      frozen = true;
      for (const socket of sockets) socket.pause();
    },
    cut() {
      isCut = true;
      for (const socket of sockets) socket.resetAndDestroy();
    },
    mend() {
      frozen = false;
      isCut = false;
      for (const socket of sockets) socket.resume();
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
