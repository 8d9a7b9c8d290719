import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { waitFor } from '@carillon/testkit/wait-for';

/** A load balancer as small as one can be: requests go in turn to those that say they are ready. Nothing is sent twice. */
export interface Balancer {
  readonly url: string;
  /** Gives a place to a server; resolves when requests go there. */
  put(place: string, url: string): Promise<void>;
  /** Why requests could not be passed on. */
  readonly failures: readonly string[];
  close(): Promise<void>;
}

/** Between two looks at `/ready`. */
const LOOK_EVERY_MS = 100;
/** As balancers do: a late answer of a busy machine is not a server that goes. */
const FAILURES = 3;

interface Place {
  url: string;
  /** Looks in a row that were answered with no, or not at all. */
  failures: number;
  isLookedAt: boolean;
}

export async function startBalancer(): Promise<Balancer> {
  const agent = new Agent({ keepAlive: true });
  const places = new Map<string, Place>();
  const failed: string[] = [];
  let turn = 0;
  const looks = setInterval(() => {
    for (const place of places.values()) void look(place);
  }, LOOK_EVERY_MS);
  const server = createServer((incoming, outgoing) => {
    const ready = [...places.values()].filter(isIn);
    const chosen = ready[turn++ % ready.length];
    const fail = (why: string) => {
      failed.push(why);
      if (outgoing.headersSent) outgoing.destroy();
      else outgoing.writeHead(502).end();
    };
    if (chosen === undefined) return fail('none is ready');
    const { method, url = '/', headers } = incoming;
    const forwarded = request(chosen.url + url, { agent, method, headers }, (answer) => {
      // Which connections are kept is a matter between neighbours.
      delete answer.headers.connection;
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    forwarded.on('error', (error) =>
      fail(`${error.message}, to ${isIn(chosen) ? 'one that is in' : 'one that is out'}`),
    );
    incoming.pipe(forwarded);
  });
  // Longer than its clients keep an idle connection, for the same reason as the api's.
  server.keepAliveTimeout = 75_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    failures: failed,
    async put(name, url) {
      const place = { url, failures: FAILURES, isLookedAt: false };
      places.set(name, place);
      await waitFor(`${url} to be ready`, () => isIn(place));
    },
    async close() {
      clearInterval(looks);
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      agent.destroy();
      await closed;
    },
  };
}

const isIn = ({ failures }: Place) => failures < FAILURES;

async function look(place: Place): Promise<void> {
  if (place.isLookedAt) return;
  place.isLookedAt = true;
  const answer = await fetch(`${place.url}/ready`).catch(() => null);
  await answer?.arrayBuffer();
  place.failures = answer?.ok === true ? 0 : place.failures + 1;
  place.isLookedAt = false;
}
