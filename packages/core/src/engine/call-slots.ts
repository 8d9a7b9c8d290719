/** Whose call asks for a place, and where it goes. */
export interface Caller {
  userId: string;
  url: string;
}

/** How many calls of a process may be in flight, of which kind. */
export interface CallLimits {
  all: number;
  /** Of herds, so that a place is left for everybody else's few calls. */
  herds: number;
  /** Of one user, and to one host. */
  user: number;
  host: number;
}

/** One way to the places: herds and all others wait apart. */
export interface CallSlots {
  /** The place of a call that may begin, ended by calling it; null when none may begin any more. */
  acquire(caller: Caller): Promise<(() => void) | null>;
  /** Announces a batch whose calls will ask for places soon; the answer says that they have. */
  expect(): () => void;
  /** Resolves when there is room to fetch more; rejects when `signal` aborts first. */
  whenFree(signal: AbortSignal): Promise<void>;
}

/** The places for a process's calls. */
export interface CallPlaces {
  readonly used: number;
  readonly herds: CallSlots;
  readonly others: CallSlots;
  /** From here on no call begins: those that wait are told so. */
  close(): void;
}

/** One batch is being started while the next is fetched; a third would only be taken from workers with more room. */
const MAX_EXPECTED = 2;

/**
 * Calls that are held up by a limit of their own while places are free. Herds' are left to other workers soon; among the
 * others there may always be somebody who is not held up, so many more are looked through.
 */
const MAX_HELD_UP = { herds: 0.25, others: 4 };

interface Waiting {
  userId: string;
  host: string;
  tell: (place: (() => void) | null) => void;
}

/** Calls that wait at one entrance, in lanes of one user and host each; lanes are served in turns. */
interface Entrance {
  isHerds: boolean;
  lanes: Map<string, Waiting[]>;
  waiting: number;
  expected: number;
  watchers: Set<() => void>;
}

/** The share of the places that one user's, one host's and the herds' calls may take unless somebody says otherwise. */
export const SHARES = { user: 0.9, host: 0.75, herds: 0.9 } as const;

/** Limits for a process with `all` places. */
export const limitsFor = (all: number): CallLimits => ({
  all,
  herds: Math.ceil(all * SHARES.herds),
  user: Math.ceil(all * SHARES.user),
  host: Math.ceil(all * SHARES.host),
});

/**
 * The one limit on a process's calls in flight, counted in calls. Within a lane first come is first served. Whoever
 * waits is held up by a limit: a place that is given back goes at once to the first lane that may use it, others before
 * herds, so a newcomer for whom there is room overtakes nobody.
 */
export function createCallPlaces(limits: CallLimits): CallPlaces {
  const busy = { all: 0, herds: 0, users: new Map<string, number>(), hosts: new Map<string, number>() };
  const places: Places = { limits, busy, others: makeEntrance(false), herds: makeEntrance(true), closed: false };
  return {
    get used() {
      return busy.all;
    },
    herds: slotsOf(places, places.herds),
    others: slotsOf(places, places.others),
    close() {
      places.closed = true;
      sendAway(places.others);
      sendAway(places.herds);
    },
  };
}

interface Places {
  limits: CallLimits;
  busy: { all: number; herds: number; users: Map<string, number>; hosts: Map<string, number> };
  others: Entrance;
  herds: Entrance;
  closed: boolean;
}

function slotsOf(places: Places, entrance: Entrance): CallSlots {
  const mostHeldUp = places.limits.all * (entrance.isHerds ? MAX_HELD_UP.herds : MAX_HELD_UP.others);
  const isFree = () => hasPlace(places, entrance) && entrance.expected < MAX_EXPECTED && entrance.waiting <= mostHeldUp;
  return {
    acquire(caller) {
      if (places.closed) return Promise.resolve(null);
      const host = originOf(caller.url);
      const isRoom = hasPlace(places, entrance) && mayCall(places, caller.userId, host);
      if (isRoom) return Promise.resolve(take(places, entrance, caller.userId, host));
      return new Promise((tell) => enqueue(entrance, { userId: caller.userId, host, tell }));
    },
    expect() {
      entrance.expected++;
      return () => {
        entrance.expected--;
        tellWatchers(entrance);
      };
    },
    whenFree: (signal) => watch(entrance, isFree, signal),
  };
}

function hasPlace({ busy, limits }: Places, { isHerds }: Entrance): boolean {
  return busy.all < limits.all && (!isHerds || busy.herds < limits.herds);
}

function mayCall({ busy, limits }: Places, userId: string, host: string): boolean {
  return (busy.users.get(userId) ?? 0) < limits.user && (busy.hosts.get(host) ?? 0) < limits.host;
}

/** @returns what gives the place back. */
function take(places: Places, entrance: Entrance, userId: string, host: string): () => void {
  const count = (by: 1 | -1) => {
    places.busy.all += by;
    if (entrance.isHerds) places.busy.herds += by;
    add(places.busy.users, userId, by);
    add(places.busy.hosts, host, by);
  };
  count(1);
  return () => {
    count(-1);
    serve(places, places.others);
    serve(places, places.herds);
    tellWatchers(places.others);
    tellWatchers(places.herds);
  };
}

function serve(places: Places, entrance: Entrance): void {
  if (entrance.waiting === 0 || !hasPlace(places, entrance)) return;
  for (const [key, lane] of entrance.lanes) {
    const [first] = lane;
    if (first === undefined || !mayCall(places, first.userId, first.host)) continue;
    lane.shift();
    entrance.waiting--;
    // The lane has had its turn: it goes to the end, and this walk comes to it once more.
    entrance.lanes.delete(key);
    if (lane.length > 0) entrance.lanes.set(key, lane);
    first.tell(take(places, entrance, first.userId, first.host));
    if (!hasPlace(places, entrance)) return;
  }
}

function sendAway(entrance: Entrance): void {
  for (const lane of entrance.lanes.values()) for (const { tell } of lane) tell(null);
  entrance.lanes.clear();
  entrance.waiting = 0;
}

const makeEntrance = (isHerds: boolean): Entrance => ({
  isHerds,
  lanes: new Map(),
  waiting: 0,
  expected: 0,
  watchers: new Set(),
});

function enqueue(entrance: Entrance, waiting: Waiting): void {
  const key = `${waiting.userId} ${waiting.host}`;
  const lane = entrance.lanes.get(key);
  if (lane === undefined) entrance.lanes.set(key, [waiting]);
  else lane.push(waiting);
  entrance.waiting++;
}

function tellWatchers({ watchers }: Entrance): void {
  for (const watcher of watchers) watcher();
}

function watch({ watchers }: Entrance, isFree: () => boolean, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (end: () => void) => {
      watchers.delete(look);
      signal.removeEventListener('abort', stop);
      end();
    };
    const look = () => isFree() && settle(resolve);
    const stop = () => settle(() => reject(new Error('stopping')));
    if (signal.aborted) return stop();
    signal.addEventListener('abort', stop);
    watchers.add(look);
    look();
  });
}

function add(counts: Map<string, number>, key: string, by: 1 | -1): void {
  const count = (counts.get(key) ?? 0) + by;
  if (count === 0) counts.delete(key);
  else counts.set(key, count);
}

/** The part of a URL that names scheme, host and port; `https://` is eight characters. */
function originOf(url: string): string {
  const end = url.indexOf('/', 8);
  return end === -1 ? url : url.slice(0, end);
}
