import { describe, expect, test } from '@jest/globals';
import { reportOf, reportOfRefusal } from '../../src/worker/decide-report.js';
import { JobError, RetryLater } from '../../src/worker/errors.js';

const returned = (value: unknown) => reportOf({ kind: 'returned', value }, 3);
const threw = (error: unknown) => reportOf({ kind: 'threw', error }, 3);

describe('what the API is told', () => {
  test('an object completes the job with it, nothing with nothing', () => {
    expect(returned({ sent: true })).toEqual({ kind: 'complete', variables: { sent: true } });
    expect(returned(undefined)).toEqual({ kind: 'complete', variables: {} });
    expect(returned(null)).toEqual({ kind: 'complete', variables: {} });
  });
  test.each([
    ['text', 'a string'],
    [7, 'a number'],
    [[1], 'an array'],
  ])('%p is not a result', (value, name) => {
    const message = `The handler must return an object or nothing, not ${name}`;
    expect(returned(value)).toEqual({ kind: 'fail', message });
  });
  test('an error fails the attempt with its message, and leaves the back-off to the server', () => {
    expect(threw(new Error('no answer'))).toEqual({ kind: 'fail', message: 'no answer' });
    expect(threw(new TypeError())).toEqual({ kind: 'fail', message: 'TypeError' });
    expect(threw('text')).toEqual({ kind: 'fail', message: 'text' });
  });
  test('RetryLater names the back-off', () => {
    expect(threw(new RetryLater({ afterMs: 1_500 }))).toEqual({
      kind: 'fail',
      message: 'To be tried again later',
      backoff: 'PT1.5S',
    });
  });
  test('JobError ends the job with its code', () => {
    const error = new JobError('CARD_DECLINED', { message: 'Declined', variables: { bank: 'x' } });
    expect(threw(error)).toEqual({
      kind: 'throw_error',
      code: 'CARD_DECLINED',
      message: 'Declined',
      variables: { bank: 'x' },
    });
  });
  test('a job that could not be waited for is given back at once, and no attempt is used up', () => {
    expect(reportOf({ kind: 'stopped' }, 2)).toMatchObject({ kind: 'fail', backoff: 'PT0S', retries: 2 });
  });
  test('a message is no longer than the API takes, and has nothing that it refuses', () => {
    const message = `\0${'\u{1F514}'.repeat(10_000)}`;
    const report = threw(new Error(message));
    if (report.kind !== 'fail') throw new Error(report.kind);
    expect(report.message).toHaveLength(10_000);
    expect(report.message.startsWith('\uFFFD\u{1F514}')).toBe(true);
    expect(report.message.endsWith('\u{1F514}\uFFFD')).toBe(true);
    expect(reportOfRefusal('too large')).toEqual({
      kind: 'fail',
      message: 'The result of the job was refused: too large',
    });
  });
});

test('an error code that the API would refuse is refused where it is written', () => {
  expect(() => new JobError('card-declined')).toThrow(RangeError);
  expect(() => new RetryLater({ afterMs: Number.NaN })).toThrow(RangeError);
});
