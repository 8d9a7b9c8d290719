import { setTimeout as delay } from 'node:timers/promises';
import type { AppName } from '@carillon/testkit/spawn-app';
import type { Random } from '@carillon/testkit/random';
import type { Crew, Member } from './crew.js';
import type { DisturbanceLine, Journal, NemesisLine } from './records.js';
import type { Servers } from './servers.js';

export interface NemesisOptions {
  crew: Crew;
  servers: Servers;
  random: Random;
  journal: Journal<NemesisLine>;
  tell: (text: string) => void;
  until: number;
}

type Deed = (options: NemesisOptions) => Promise<void>;

/** What a round holds; the seed decides the order, so that a short run has some of everything. */
const ROUND: readonly Deed[] = [
  ...Array<Deed>(4).fill(killOne('worker')),
  ...Array<Deed>(2).fill(killOne('scheduler')),
  ...Array<Deed>(2).fill(killOne('api')),
  ...[freezeOne('worker'), freezeOne('scheduler'), freezeOne('api')],
  ...[replaceOne('worker'), replaceOne('scheduler'), replaceOne('api')],
  ...[wipeQueue, restartRedis, restartPostgres],
];

/** Does something every few seconds until the time is over; resolves when everything is up again. */
export async function unleash(options: NemesisOptions): Promise<void> {
  const { random, until } = options;
  const underWay = new Set<Promise<void>>();
  let deck: Deed[] = [];
  while (Date.now() < until) {
    if (deck.length === 0) deck = shuffled(ROUND, random);
    const deed = deck.pop()?.(options);
    if (deed !== undefined) underWay.add(deed.finally(() => underWay.delete(deed)));
    await delay(random.integer(1_500, 4_500));
  }
  await Promise.all(underWay);
}

function killOne(app: AppName): Deed {
  return onOne(app, (member, { crew, random, tell }) => {
    const awayMs = random.integer(0, 2_000);
    tell(`kill -9 ${member.name}, back after ${awayMs} ms`);
    return crew.kill(member, awayMs);
  });
}

function freezeOne(app: AppName): Deed {
  return onOne(app, (member, { crew, random, tell }) => {
    const ms = random.integer(5_000, 20_000);
    tell(`SIGSTOP ${member.name} for ${ms} ms`);
    return crew.freeze(member, ms);
  });
}

function replaceOne(app: AppName): Deed {
  return onOne(app, (member, { crew, tell }) => {
    tell(`SIGTERM ${member.name}`);
    return crew.replace(member);
  });
}

function onOne(app: AppName, deed: (member: Member, options: NemesisOptions) => Promise<void>): Deed {
  return async (options) => {
    const free = options.crew.members.filter((member) => member.app === app && !member.isBusy);
    // Both are in our hands already: enough is happening to them.
    if (free.length > 0) await deed(options.random.pick(free), options);
  };
}

function wipeQueue({ servers, journal, tell }: NemesisOptions): Promise<void> {
  tell('wipe the queue');
  // The server may be down at the moment, on our own account: then there is nothing to wipe.
  return timed(journal, 'wipe-queue', () => servers.wipeQueue().catch(() => undefined));
}

async function restartRedis({ servers, journal, random, tell }: NemesisOptions): Promise<void> {
  if (servers.redisUrl === null) return;
  const awayMs = random.integer(200, 3_000);
  tell(`kill -9 Redis, back after ${awayMs} ms`);
  await timed(journal, 'redis-restart', () => servers.restartRedis(awayMs));
}

function restartPostgres({ servers, journal, tell }: NemesisOptions): Promise<void> {
  tell('restart Postgres, immediate');
  return timed(journal, 'postgres-restart', () => servers.restartPostgres());
}

async function timed(
  journal: Journal<NemesisLine>,
  kind: DisturbanceLine['kind'],
  work: () => Promise<void>,
): Promise<void> {
  const from = Date.now();
  await work();
  journal.write({ kind, name: '', pid: 0, from, to: Date.now() });
}

function shuffled<T>(items: readonly T[], random: Random): T[] {
  const deck = [...items];
  for (let i = deck.length - 1; i > 0; i--) {
    const j = random.integer(0, i);
    [deck[i], deck[j]] = [deck[j] as T, deck[i] as T];
  }
  return deck;
}
