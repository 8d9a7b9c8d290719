import type { Db } from '../db/client.js';
import { selectUsableKeyIds } from '../db/queries/api-keys.js';
import { selectChangeMarks } from '../db/queries/change-marks.js';
import { changedTopics, type ChangeMarks } from '../domain/change/topics.js';
import { createSubscription, type ChangeSubscription, type ToldSubscription } from './change-subscription.js';
import { startLoop } from './loop.js';

export type ChangeJoin =
  { kind: 'joined'; subscription: ChangeSubscription } | { kind: 'too_many_of_key' } | { kind: 'too_many' };

/** Where those wait in a process who want to know when something has changed; none of them holds a connection. */
export interface ChangeRoom {
  /** Resolves when every change from here on is going to be told. */
  join(who: { userId: string; keyId: string }): Promise<ChangeJoin>;
  /** Streams that are open. */
  readonly size: number;
  /** Ends all, now and from now on. */
  drain(): void;
  close(): Promise<void>;
}

export interface ChangeRoomOptions {
  db: Db;
  onError: (error: Error) => void;
  /** Most places of one key, and of all. */
  maxPerKey?: number;
  max?: number;
  /** How often it is looked, for each user once, however many of theirs wait; nobody there, nothing looked for. */
  pollMs?: number;
}

const POLL_MS = 1_000;
/** Every so many looks the keys are asked about: one that is revoked is to hear nothing after 5 s. */
const POLLS_A_KEY_CHECK = 3;

/** What is known of a user with places in the room. */
interface Watched {
  members: Set<ToldSubscription>;
  /** Null until the first look. */
  marks: ChangeMarks | null;
  /** Settles with the first look. */
  ready: Promise<void>;
  setReady: () => void;
}

/** Opens the room of a process. */
export function createChangeRoom({
  db,
  onError,
  maxPerKey = 5,
  max = 200,
  pollMs = POLL_MS,
}: ChangeRoomOptions): ChangeRoom {
  const users = new Map<string, Watched>();
  let polls = 0;
  let draining = false;
  const members = () => [...users.values()].flatMap((watched) => [...watched.members]);
  const leave = (left: ToldSubscription) => {
    const watched = users.get(left.userId);
    watched?.members.delete(left);
    if (watched?.members.size !== 0) return;
    users.delete(left.userId);
    watched.setReady();
  };
  const expel = (those: readonly ToldSubscription[]) => {
    for (const each of those) {
      leave(each);
      each.end();
    }
  };

  const look = async () => {
    if (users.size === 0) return pollMs;
    for (const { userId, ...marks } of await selectChangeMarks(db, [...users.keys()])) note(users.get(userId), marks);
    if (++polls % POLLS_A_KEY_CHECK !== 0) return pollMs;
    const usable = await selectUsableKeyIds(db, [...new Set(members().map(({ keyId }) => keyId))]);
    expel(members().filter(({ keyId }) => !usable.has(keyId)));
    return pollMs;
  };
  const poll = startLoop({ work: look, onError });

  return {
    get size() {
      return members().length;
    },
    async join(who) {
      const there = members();
      if (there.length >= max) return { kind: 'too_many' };
      if (there.filter(({ keyId }) => keyId === who.keyId).length >= maxPerKey) return { kind: 'too_many_of_key' };
      const subscription = createSubscription(who, leave);
      if (draining) subscription.end();
      else await enter(users, subscription, () => poll.wake());
      return { kind: 'joined', subscription };
    },
    drain() {
      draining = true;
      expel(members());
    },
    async close() {
      this.drain();
      await poll.stop();
    },
  };
}

/** The first of a user waits for the look that later ones are compared with: what changes from then on is told. */
function enter(users: Map<string, Watched>, subscription: ToldSubscription, look: () => void): Promise<void> {
  const known = users.get(subscription.userId);
  const watched = known ?? newlyWatched();
  watched.members.add(subscription);
  if (known === undefined) {
    users.set(subscription.userId, watched);
    look();
  }
  return watched.ready;
}

function newlyWatched(): Watched {
  let setReady = () => {};
  const ready = new Promise<void>((resolve) => (setReady = resolve));
  return { members: new Set(), marks: null, ready, setReady };
}

function note(watched: Watched | undefined, marks: ChangeMarks): void {
  if (watched === undefined) return;
  const topics = watched.marks === null ? [] : changedTopics(watched.marks, marks);
  watched.marks = marks;
  watched.setReady();
  if (topics.length > 0) for (const member of [...watched.members]) member.tell(topics);
}
