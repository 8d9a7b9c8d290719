import { describe, expect, test } from '@jest/globals';
import { seeded, testSeed } from '@carillon/testkit/random';
import { createCallPlaces, limitsFor, type CallLimits, type CallSlots } from '../../src/engine/call-slots.js';

const never = new AbortController().signal;
/** Whether a promise has settled by the end of the current turn. */
const isSettled = async (promise: Promise<unknown>) => {
  let settled = false;
  const note = () => void (settled = true);
  promise.then(note, note);
  await new Promise((resolve) => setImmediate(resolve));
  return settled;
};

/** Limits of which only those said can hold anything up. */
const places = (limits: Partial<CallLimits> & { all: number }) =>
  createCallPlaces({ herds: limits.all, user: limits.all, host: limits.all, ...limits });
const caller = (userId = 'ann', host = 'a.example') => ({ userId, url: `https://${host}/path` });
/** Takes a place that must be free now. */
const begin = async (slots: CallSlots, ...who: Parameters<typeof caller>) => {
  const giveBack = await slots.acquire(caller(...who));
  if (giveBack === null) throw new Error('no call may begin any more');
  return giveBack;
};

describe('call places', () => {
  test('let as many calls begin as there are, and the others in the order they came', async () => {
    const { others } = places({ all: 2 });
    const order: number[] = [];
    const calls = [1, 2, 3, 4].map(async (n) => {
      const giveBack = await begin(others);
      order.push(n);
      return giveBack;
    });
    const [first, second] = await Promise.all(calls.slice(0, 2));
    expect(order).toEqual([1, 2]);
    first?.();
    await calls[2];
    second?.();
    await calls[3];
    expect(order).toEqual([1, 2, 3, 4]);
  });

  test('are free again when one is given back and nobody waits', async () => {
    const { others, ...all } = places({ all: 1 });
    const giveBack = await begin(others);
    const waiting = begin(others);
    const free = others.whenFree(never);
    giveBack();
    const giveBackToo = await waiting;
    expect(await isSettled(free)).toBe(false);
    giveBackToo();
    expect(await isSettled(free)).toBe(true);
    expect(all.used).toBe(0);
  });

  test('let no more than two batches be fetched ahead of their calls, however slow the database is', async () => {
    const { others } = places({ all: 10 });
    const arrived = others.expect();
    expect(await isSettled(others.whenFree(never))).toBe(true);
    others.expect();
    const free = others.whenFree(never);
    expect(await isSettled(free)).toBe(false);
    arrived();
    expect(await isSettled(free)).toBe(true);
  });

  test('tell those who wait that nothing begins any more', async () => {
    const all = places({ all: 1 });
    await begin(all.others);
    const waiting = all.herds.acquire(caller());
    all.close();
    expect(await waiting).toBeNull();
    expect(await all.others.acquire(caller())).toBeNull();
  });

  test('give up waiting to fetch when told to stop', async () => {
    const { others } = places({ all: 1 });
    await begin(others);
    const stop = new AbortController();
    const free = others.whenFree(stop.signal);
    stop.abort();
    await expect(free).rejects.toThrow('stopping');
    await expect(others.whenFree(stop.signal)).rejects.toThrow('stopping');
  });
});

describe('nobody takes all places', () => {
  test('neither one user nor one host, while others go on', async () => {
    const { others } = places({ all: 10, user: 4, host: 3 });
    for (let n = 0; n < 3; n++) await begin(others);
    const heldUpByHost = others.acquire(caller());
    await begin(others, 'ann', 'b.example');
    const heldUpByUser = others.acquire(caller('ann', 'c.example'));
    expect(await isSettled(heldUpByHost)).toBe(false);
    expect(await isSettled(heldUpByUser)).toBe(false);
    await begin(others, 'bob', 'c.example');
    expect(await isSettled(others.whenFree(never))).toBe(true);
  });

  test('nor herds, and a place that is given back goes to others first', async () => {
    const { herds, others } = places({ all: 3, herds: 2 });
    const [giveBack] = [await begin(herds), await begin(herds)];
    const herd = herds.acquire(caller());
    expect(await isSettled(herds.whenFree(never))).toBe(false);
    await begin(others, 'bob');
    const other = begin(others, 'cleo');
    giveBack();
    expect(await isSettled(other)).toBe(true);
    expect(await isSettled(herd)).toBe(false);
  });

  test('lanes are served in turns', async () => {
    const { others } = places({ all: 1 });
    const order: string[] = [];
    const giveBack = await begin(others);
    const call = (userId: string) =>
      begin(others, userId).then((end) => {
        order.push(userId);
        end();
      });
    const calls = ['ann', 'ann', 'ann', 'bob', 'bob', 'cleo'].map(call);
    giveBack();
    await Promise.all(calls);
    expect(order).toEqual(['ann', 'bob', 'cleo', 'ann', 'bob', 'ann']);
  });
});

test('whatever comes and goes, no limit is passed, everybody has a turn and every place comes back', async () => {
  const random = seeded(testSeed());
  const limits = { ...limitsFor(20), host: 9, user: 12 };
  const all = createCallPlaces(limits);
  const busy = { all: 0, herds: 0, ann: 0, bob: 0, 'a.example': 0, 'b.example': 0, 'c.example': 0 };
  const calls = Array.from({ length: 2_000 }, async () => {
    const [isHerds, user] = [random.next() < 0.5, random.pick(['ann', 'bob'] as const)];
    const host = random.pick(['a.example', 'b.example', 'c.example'] as const);
    const kinds = ['all', user, host, ...(isHerds ? ['herds' as const] : [])] as const;
    const giveBack = await begin(isHerds ? all.herds : all.others, user, host);
    for (const kind of kinds) busy[kind]++;
    const { all: used, herds, ann, bob, ...hosts } = busy;
    expect(used).toBeLessThanOrEqual(limits.all);
    expect(herds).toBeLessThanOrEqual(limits.herds);
    expect(Math.max(ann, bob)).toBeLessThanOrEqual(limits.user);
    expect(Math.max(...Object.values(hosts))).toBeLessThanOrEqual(limits.host);
    for (let turns = random.integer(0, 5); turns > 0; turns--) await new Promise((end) => setImmediate(end));
    for (const kind of kinds) busy[kind]--;
    giveBack();
  });
  await Promise.all(calls);
  expect(all.used).toBe(0);
});
