import { describe, expect, test } from '@jest/globals';
import { planFirings } from '../../../src/domain/run/plan-firings.js';

const MINUTE = 60_000;
const at = (text: string) => new Date(`2026-03-01T${text}Z`);
const everyFiveMinutes = (after: Date) => new Date((Math.floor(after.getTime() / (5 * MINUTE)) + 1) * 5 * MINUTE);
const longAgo = new Date(0);
const plan = (firstDue: Date, now: Date, limit = 100, keptSince = longAgo) =>
  planFirings({ firstDue, next: everyFiveMinutes, now, limit, keptSince });

describe('what becomes of due instants', () => {
  test('an instant that is due is run, and the next one is planned', () => {
    expect(plan(at('09:00:00'), at('09:00:00'))).toEqual({
      firings: [{ at: at('09:00:00'), fate: 'run', reason: null }],
      nextRunAt: at('09:05:00'),
    });
  });

  test('nothing fires early, not by a millisecond', () => {
    expect(plan(at('09:00:00'), new Date(at('09:00:00').getTime() - 1)).firings).toEqual([]);
  });

  test('after three hours down the latest instant runs once and every other is entered as missed', () => {
    const { firings, nextRunAt } = plan(at('09:00:00'), at('12:03:00'));
    expect(firings).toHaveLength(37);
    expect(firings.filter((firing) => firing.fate === 'run')).toEqual([
      { at: at('12:00:00'), fate: 'run', reason: null },
    ]);
    expect(nextRunAt).toEqual(at('12:05:00'));
  });

  test('a scheduler less than a minute behind runs everything', () => {
    const everySecond = (after: Date) => new Date(after.getTime() + 1_000);
    const facts = { firstDue: at('09:00:00'), next: everySecond, now: at('09:00:59'), limit: 100, keptSince: longAgo };
    const { firings } = planFirings(facts);
    expect(firings).toHaveLength(60);
    expect(firings.every((firing) => firing.fate === 'run')).toBe(true);
  });

  test('a year of missed instants is worked off in pieces with the same verdicts', () => {
    const now = at('12:03:00');
    const fates: string[] = [];
    let due: Date | null = at('09:00:00');
    while (due !== null && due <= now) {
      const piece = plan(due, now, 10);
      fates.push(...piece.firings.map((firing) => firing.fate));
      due = piece.nextRunAt;
    }
    expect(fates.filter((fate) => fate === 'missed')).toHaveLength(36);
    expect(fates.at(-1)).toBe('run');
  });

  test('a schedule that ends has no next instant', () => {
    const facts = { firstDue: at('09:00:00'), next: () => null, now: at('09:00:00'), limit: 10, keptSince: longAgo };
    expect(planFirings(facts).nextRunAt).toBeNull();
  });

  test('of a backlog longer than one claim, what is past its retention is passed over', () => {
    const { firings, nextRunAt } = plan(at('09:00:00'), at('12:03:00'), 10, at('11:30:00'));
    expect(firings).toHaveLength(10);
    expect(nextRunAt).toEqual(at('11:30:00'));
  });

  test('a backlog that fits into one claim is entered whole, however old', () => {
    const { firings, nextRunAt } = plan(at('09:00:00'), at('12:03:00'), 100, at('11:30:00'));
    expect(firings).toHaveLength(37);
    expect(nextRunAt).toEqual(at('12:05:00'));
  });

  test('nothing is passed over when no kept instant is due: the latest of the old ones is the one to run', () => {
    const upToTen = (after: Date) => {
      const next = everyFiveMinutes(after);
      return next <= at('10:00:00') ? next : at('13:00:00');
    };
    const facts = { next: upToTen, now: at('12:03:00'), limit: 10, keptSince: at('11:30:00') };
    const first = planFirings({ firstDue: at('09:00:00'), ...facts });
    expect(first.nextRunAt).toEqual(at('09:50:00'));
    const second = planFirings({ firstDue: at('09:50:00'), ...facts });
    expect(second.firings.at(-1)).toEqual({ at: at('10:00:00'), fate: 'run', reason: null });
    expect(second.nextRunAt).toEqual(at('13:00:00'));
  });
});
