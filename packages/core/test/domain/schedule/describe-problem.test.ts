import { describe, expect, test } from '@jest/globals';
import { describeProblem } from '../../../src/domain/schedule/describe-problem.js';
import { parseSchedule } from '../../../src/domain/schedule/parse-schedule.js';

/** One expression for each code. */
const WRONG = {
  empty: '',
  tooLong: '1'.repeat(300),
  controlCharacter: '0 9 * * *\n',
  nonAsciiCharacter: '０ 9 * * *',
  macro: '@daily',
  fieldCount: '* * * *',
  secondsNotAllowed: '0 0 9 * * *',
  unsupportedSpecial: '0 0 L * *',
  unknownName: '0 0 * FOO *',
  malformed: '1,,2 * * * *',
  outOfRange: '61 * * * *',
  reversedRange: '0 22-2 * * *',
  stepOutOfRange: '*/0 * * * *',
  impossibleDate: '0 0 31 2 *',
};

function say(expression: string, locale: 'ja' | 'en' | 'ru'): string {
  const parsed = parseSchedule(expression);
  return parsed.ok ? '' : describeProblem(parsed.problem, locale);
}

describe.each(Object.entries(WRONG))('%s', (code, expression) => {
  test('is what the expression is refused for', () =>
    expect(parseSchedule(expression)).toMatchObject({ ok: false, problem: { code } }));

  test('one finished sentence in each language, in that language', () => {
    expect(say(expression, 'en')).toMatch(/^[^.]*[a-z].*\.$/s);
    expect(say(expression, 'ja')).toMatch(/[ぁ-ん].*。$/);
    expect(say(expression, 'ru')).toMatch(/[а-яё].*\.$/);
    for (const locale of ['en', 'ja', 'ru'] as const)
      expect(say(expression, locale)).not.toMatch(/undefined|NaN|\[object/);
  });
});

test('says what is wrong and what would be right', () => {
  expect(say('61 * * * *', 'en')).toBe('"61" is out of range for the minute field; use 0 to 59.');
  expect(say('61 * * * *', 'ja')).toBe('分フィールドの「61」は範囲外です。0～59で指定してください。');
  expect(say('61 * * * *', 'ru')).toBe('Значение «61» в поле минут вне допустимых пределов; укажите от 0 до 59.');
  expect(say('@daily', 'en')).toBe('"@daily" is not supported; write "0 0 * * *" instead.');
  expect(say('@reboot', 'en')).toContain('write five fields instead');
  expect(say('0 22-2 * * *', 'en')).toContain('write "22-23,0-2" instead');
});
