import { describe, expect, test } from '@jest/globals';
import { createCallSlots } from '../../src/engine/call-slots.js';

const never = new AbortController().signal;
/** Whether a promise has settled by the end of the current turn. */
const isSettled = async (promise: Promise<unknown>) => {
  let settled = false;
  const note = () => void (settled = true);
  promise.then(note, note);
  await new Promise((resolve) => setImmediate(resolve));
  return settled;
};

describe('call slots', () => {
  test('let as many calls begin as there are places, and the others in the order they came', async () => {
    const slots = createCallSlots(2);
    const order: number[] = [];
    const calls = [1, 2, 3, 4].map((n) => slots.acquire().then(() => order.push(n)));
    await Promise.all(calls.slice(0, 2));
    expect(order).toEqual([1, 2]);
    slots.release();
    await calls[2];
    slots.release();
    await calls[3];
    expect(order).toEqual([1, 2, 3, 4]);
    expect(slots.used).toBe(2);
  });

  test('are free again when a place is given back and nobody waits', async () => {
    const slots = createCallSlots(1);
    await slots.acquire();
    const waiting = slots.acquire();
    const free = slots.whenFree(never);
    slots.release();
    await waiting;
    expect(await isSettled(free)).toBe(false);
    slots.release();
    expect(await isSettled(free)).toBe(true);
  });

  test('take no more than two batches ahead of their calls, however slow the database is', async () => {
    const slots = createCallSlots(10);
    const arrived = slots.expect();
    expect(await isSettled(slots.whenFree(never))).toBe(true);
    slots.expect();
    const free = slots.whenFree(never);
    expect(await isSettled(free)).toBe(false);
    arrived();
    expect(await isSettled(free)).toBe(true);
  });

  test('give up waiting when told to stop', async () => {
    const slots = createCallSlots(1);
    await slots.acquire();
    const stop = new AbortController();
    const free = slots.whenFree(stop.signal);
    stop.abort();
    await expect(free).rejects.toThrow('stopping');
    await expect(slots.whenFree(stop.signal)).rejects.toThrow('stopping');
  });
});
