import { describe, expect, test } from '@jest/globals';
import { japaneseSchedule } from '../src/components/japanese-schedule';

describe('a schedule in Japanese', () => {
  test.each([
    ['* * * * *', '毎分'],
    ['*/5 * * * *', '5 分ごと'],
    ['37 * * * *', '毎時 37 分'],
    ['0,30 * * * *', '毎時 0・30 分'],
    ['15 */6 * * *', '6 時間ごとの 15 分'],
    ['30 2 * * *', '毎日 02:30'],
    ['0 9,18 * * *', '毎日 09:00、18:00'],
    ['0 9 * * 1-5', '毎週月〜金曜日の 09:00'],
    ['0 9 * * MON,THU', '毎週月・木曜日の 09:00'],
    ['0 9 * * 7', '毎週日曜日の 09:00'],
    ['0 8 1,15 * *', '毎月 1 日・15 日の 08:00'],
    ['0 0 L * *', '毎月 末日の 00:00'],
    ['0 0 1 1 *', '毎年 1 月 1 日の 00:00'],
    ['*/10 * * * 0', '毎週日曜日、10 分ごと'],
  ])('says %s as %s', (schedule, words) => {
    expect(japaneseSchedule(schedule)).toBe(words);
  });

  test.each(['', '@daily', '5-10 * * * *', '0 9 1 * 1', '0 9 * * 1#2', '0 0 0 * * *', '0 9 * * 9'])(
    'leaves %p as it is written',
    (schedule) => {
      expect(japaneseSchedule(schedule)).toBeNull();
    },
  );
});
