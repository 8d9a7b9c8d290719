import { describe, expect, test } from '@jest/globals';
import { countFailuresBefore, decideEvents, type Occurrence } from '../../../src/domain/webhook/decide-events.js';
import { WEBHOOK_EVENTS } from '../../../src/domain/webhook/events.js';

const all = (onlyAfterFailures: number) => ({ events: WEBHOOK_EVENTS, onlyAfterFailures });

describe('what a webhook is told of', () => {
  test.each<[Occurrence, number, string[]]>([
    [{ kind: 'succeeded', failuresBefore: 0 }, 1, ['success']],
    [{ kind: 'succeeded', failuresBefore: 1 }, 1, ['success', 'recovered']],
    [{ kind: 'succeeded', failuresBefore: 2 }, 3, ['success']],
    [{ kind: 'succeeded', failuresBefore: 3 }, 3, ['success', 'recovered']],
    [{ kind: 'failed', failuresBefore: 0 }, 1, ['failure']],
    [{ kind: 'failed', failuresBefore: 1 }, 3, []],
    [{ kind: 'failed', failuresBefore: 2 }, 3, ['failure']],
    [{ kind: 'failed', failuresBefore: 9 }, 3, ['failure']],
    [{ kind: 'skipped' }, 3, ['skipped']],
    [{ kind: 'disabled' }, 3, ['disabled']],
  ])('%j, told after %i failures: %j', (occurrence, onlyAfterFailures, events) => {
    expect(decideEvents(occurrence, all(onlyAfterFailures))).toEqual(events);
  });

  test('only the events it asked for', () => {
    const rule = { events: ['recovered', 'skipped'] as const, onlyAfterFailures: 1 };
    expect(decideEvents({ kind: 'succeeded', failuresBefore: 1 }, rule)).toEqual(['recovered']);
    expect(decideEvents({ kind: 'succeeded', failuresBefore: 0 }, rule)).toEqual([]);
    expect(decideEvents({ kind: 'failed', failuresBefore: 5 }, rule)).toEqual([]);
  });
});

test('failures in a row are counted through a group, each cron job by itself', () => {
  const run = (runId: string, cronJobId: string, state: 'succeeded' | 'failed') => ({ runId, cronJobId, state });
  const ended = [
    run('1', 'a', 'failed'),
    run('2', 'b', 'failed'),
    run('3', 'a', 'succeeded'),
    run('4', 'a', 'failed'),
    run('5', 'a', 'failed'),
    run('6', 'b', 'succeeded'),
  ];
  const before = new Map([['a', 4]]);
  expect(countFailuresBefore(ended, before).map((each) => each.failuresBefore)).toEqual([4, 0, 5, 0, 1, 1]);
  expect(before).toEqual(new Map([['a', 4]]));
});
