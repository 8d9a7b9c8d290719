import { describe, expect, test } from '@jest/globals';
import { parseSchedule } from '../../../src/domain/schedule/parse-schedule.js';
import { fastest } from './fastest.js';
import { schedule } from './samples.js';
import { SEED, seededRandom, withSeed } from './seeded-random.js';

function problem(expression: string, allowSeconds = false) {
  const parsed = parseSchedule(expression, { allowSeconds });
  return parsed.ok ? null : parsed.problem;
}

describe('what a schedule may say', () => {
  test('numbers, lists, ranges and steps become sorted distinct values', () => {
    expect(schedule('10,5,5-7 */6 1-10/3 1,7 1-5')).toMatchObject({
      second: [0],
      minute: [5, 6, 7, 10],
      hour: [0, 6, 12, 18],
      dayOfMonth: [1, 4, 7, 10],
      month: [1, 7],
      dayOfWeek: [1, 2, 3, 4, 5],
    });
  });

  test('n/step runs to the end of the field', () => expect(schedule('5/20 * * * *').minute).toEqual([5, 25, 45]));

  test('a list may overlap and repeat itself', () => {
    const minutes = schedule(`${Array.from({ length: 6 }, () => '0-59,0-58').join(',')} * * * *`).minute;
    expect(minutes).toEqual(Array.from({ length: 60 }, (_, minute) => minute));
  });

  test('leading zeros are numbers', () => expect(schedule('05 09 * * *').hour).toEqual([9]));

  test('month and weekday names in any case', () => {
    expect(schedule('0 0 * jan,Jul-SEP Mon-fri')).toMatchObject({ month: [1, 7, 8, 9], dayOfWeek: [1, 2, 3, 4, 5] });
    expect(schedule('0 0 * DEC WED').dayOfWeek).toEqual([3]);
  });

  test.each(['7', '0,7', 'SUN'])('weekday %s is Sunday', (weekday) =>
    expect(schedule(`0 0 * * ${weekday}`).dayOfWeek).toEqual([0]),
  );

  test('fields are separated by any spaces and tabs', () =>
    expect(schedule(' \t0  9\t* * *  ').expression).toBe('0 9 * * *'));

  test('six fields lead with seconds, where allowed', () => {
    expect(schedule('*/30 0 9 * * *', true).second).toEqual([0, 30]);
    expect(schedule('0 9 * * *', true).second).toEqual([0]);
    expect(problem('*/30 0 9 * * *')).toEqual({ code: 'secondsNotAllowed' });
  });

  test('29 February is a date', () => expect(problem('0 0 29 2 *')).toBeNull());

  test.each([
    ['0 0 * * *', 'every'],
    ['0 0 1 * *', 'dayOfMonth'],
    ['0 0 * * 1', 'dayOfWeek'],
    ['0 0 1 * 1', 'either'],
    ['0 0 */2 * 1', 'either'],
    ['0 0 31 2 1', 'either'],
  ])('the day fields of %s: %s', (expression, days) => expect(schedule(expression).days).toBe(days));

  test.each([
    ['* * * * *', true],
    ['*/15 3 * * *', true],
    ['0 */2 * * *', true],
    ['*,5 1 * * *', true],
    ['0-59 0-23 * * *', false],
    ['0/15 1 * * *', false],
    ['0 9 * * *', false],
  ])('%s follows elapsed time: %s', (expression, follows) =>
    expect(schedule(expression).followsElapsedTime).toBe(follows),
  );

  test('seconds alone do not make a rhythm', () =>
    expect(schedule('* 30 2 * * *', true).followsElapsedTime).toBe(false));
});

describe('what it may not say', () => {
  test.each([
    ['', { code: 'empty' }],
    [' \t ', { code: 'empty' }],
    ['* * * *', { code: 'fieldCount', found: 4, secondsAllowed: false }],
    ['* * * * * * *', { code: 'fieldCount', found: 7, secondsAllowed: false }],
    ['H * * * *', { code: 'unsupportedSpecial', field: 'minute', value: 'H', special: 'H' }],
    ['H/15 * * * *', { code: 'unsupportedSpecial', field: 'minute', value: 'H/15', special: 'H' }],
    ['0 0 ? * 1', { code: 'unsupportedSpecial', field: 'dayOfMonth', value: '?', special: '?' }],
    ['0 0 L * *', { code: 'unsupportedSpecial', field: 'dayOfMonth', value: 'L', special: 'L' }],
    ['0 0 LW * *', { code: 'unsupportedSpecial', field: 'dayOfMonth', value: 'LW', special: 'L' }],
    ['0 0 15W * *', { code: 'unsupportedSpecial', field: 'dayOfMonth', value: '15W', special: 'W' }],
    ['0 0 * * 5L', { code: 'unsupportedSpecial', field: 'dayOfWeek', value: '5L', special: 'L' }],
    ['0 0 * * FRIL', { code: 'unsupportedSpecial', field: 'dayOfWeek', value: 'FRIL', special: 'L' }],
    ['0 0 * * MON#2', { code: 'unsupportedSpecial', field: 'dayOfWeek', value: 'MON#2', special: '#' }],
    ['@daily', { code: 'macro', value: '@daily', replacement: '0 0 * * *' }],
    ['@Hourly', { code: 'macro', value: '@Hourly', replacement: '0 * * * *' }],
    ['@reboot', { code: 'macro', value: '@reboot', replacement: null }],
    ['@constructor', { code: 'macro', value: '@constructor', replacement: null }],
    ['61 * * * *', { code: 'outOfRange', field: 'minute', value: '61', min: 0, max: 59 }],
    ['0 24 * * *', { code: 'outOfRange', field: 'hour', value: '24', min: 0, max: 23 }],
    ['0 0 0 * *', { code: 'outOfRange', field: 'dayOfMonth', value: '0', min: 1, max: 31 }],
    ['0 0 1-32 * *', { code: 'outOfRange', field: 'dayOfMonth', value: '1-32', min: 1, max: 31 }],
    ['0 0 * 13 *', { code: 'outOfRange', field: 'month', value: '13', min: 1, max: 12 }],
    ['0 0 * * 8', { code: 'outOfRange', field: 'dayOfWeek', value: '8', min: 0, max: 7 }],
    ['0 22-2 * * *', { code: 'reversedRange', field: 'hour', value: '22-2', suggestion: '22-23,0-2' }],
    ['0 0 * * FRI-SUN', { code: 'reversedRange', field: 'dayOfWeek', value: 'FRI-SUN', suggestion: '5-7' }],
    ['0 0 * * SAT-MON', { code: 'reversedRange', field: 'dayOfWeek', value: 'SAT-MON', suggestion: '6,0-1' }],
    ['*/0 * * * *', { code: 'stepOutOfRange', field: 'minute', value: '*/0', min: 1, max: 60 }],
    ['*/90 * * * *', { code: 'stepOutOfRange', field: 'minute', value: '*/90', min: 1, max: 60 }],
    ['JAN * * * *', { code: 'unknownName', field: 'minute', value: 'JAN', names: [] }],
    ['constructor * * * *', { code: 'unknownName', field: 'minute', value: 'constructor', names: [] }],
    ['1,,2 * * * *', { code: 'malformed', field: 'minute', value: '' }],
    ['1-2-3 * * * *', { code: 'malformed', field: 'minute', value: '1-2-3' }],
    ['-5 * * * *', { code: 'malformed', field: 'minute', value: '-5' }],
    ['1.5 * * * *', { code: 'malformed', field: 'minute', value: '1.5' }],
    ['*5 * * * *', { code: 'malformed', field: 'minute', value: '*5' }],
    ['5/ * * * *', { code: 'malformed', field: 'minute', value: '5/' }],
    ['0 0 31 2 *', { code: 'impossibleDate', dayOfMonth: '31', month: '2', lastDay: 29 }],
    ['0 0 30 2 *', { code: 'impossibleDate', dayOfMonth: '30', month: '2', lastDay: 29 }],
    ['0 0 31 4,6,9,11 *', { code: 'impossibleDate', dayOfMonth: '31', month: '4,6,9,11', lastDay: 30 }],
    ['0 9 * * *\n', { code: 'controlCharacter', position: 10, codePoint: 'U+000A' }],
    ['0 9 * *\u0000 *', { code: 'controlCharacter', position: 8, codePoint: 'U+0000' }],
    ['0 9\u202e * * *', { code: 'controlCharacter', position: 4, codePoint: 'U+202E' }],
    ['０ 9 * * *', { code: 'nonAsciiCharacter', position: 1, character: '０' }],
    ['0\u30009 * * *', { code: 'nonAsciiCharacter', position: 2, character: '\u3000' }],
  ])('%j', (expression, expected) => expect(problem(expression)).toEqual(expected));

  test('names belong to their own field', () =>
    expect(problem('0 0 * MON *')).toMatchObject({ code: 'unknownName', field: 'month', value: 'MON' }));

  test('seconds are checked like minutes', () =>
    expect(problem('61 * * * * *', true)).toMatchObject({ code: 'outOfRange', field: 'second' }));

  test('four fields where six are allowed', () =>
    expect(problem('* * * *', true)).toEqual({ code: 'fieldCount', found: 4, secondsAllowed: true }));

  test('256 characters and no more', () => {
    expect(problem(`0${' '.repeat(247)}0 * * *`)).toBeNull();
    expect(problem(`0${' '.repeat(249)}0 * * *`)).toEqual({ code: 'tooLong', length: 257, max: 256 });
  });

  test('a long value is clipped', () =>
    expect(problem(`${'9'.repeat(200)} * * * *`)).toMatchObject({ code: 'outOfRange', value: `${'9'.repeat(39)}…` }));
});

describe('whatever the input', () => {
  const nasty = [
    '1,'.repeat(20_000),
    '*'.repeat(256),
    `${'1-'.repeat(120)}1 * * * *`,
    `${'a'.repeat(240)} * * * *`,
    `${'*/1,'.repeat(60)}1 * * * *`,
    `${Array.from({ length: 120 }, (_, n) => n % 10).join(',')} * * * *`,
    `${Array.from({ length: 62 }, (_, n) => `${n % 60}-59`.slice(0, 4))
      .slice(0, 40)
      .join(',')} * * * *`,
    ' '.repeat(256),
    '\ud800 * * * *',
    '0 0 29 2 *',
  ];
  test.each(nasty)('a verdict within 50 ms (%#)', (expression) =>
    expect(fastest(() => parseSchedule(expression, { allowSeconds: true }))).toBeLessThan(50),
  );

  test('never throws', () => {
    const random = seededRandom(SEED);
    const pieces = [
      '*',
      '0',
      '7',
      '29',
      '31',
      '60',
      '-',
      ',',
      '/',
      '/2',
      'L',
      'W',
      '#',
      '?',
      'H',
      'MON',
      'jan',
      '2-4',
      ' ',
    ];
    for (let round = 0; round < 5_000; round += 1) {
      const field = () => Array.from({ length: 1 + random.below(3) }, () => random.pick(pieces)).join('');
      const expression = Array.from({ length: 5 + random.below(2) }, field).join(' ');
      withSeed(expression, () => parseSchedule(expression, { allowSeconds: random.below(2) === 0 }));
    }
  });
});
