import { describe, expect, test } from '@jest/globals';
import { isTimeZone } from '../../../src/domain/schedule/time-zone.js';

describe('isTimeZone', () => {
  test.each([
    'UTC',
    'Etc/UTC',
    'GMT',
    'Asia/Tokyo',
    'Asia/Calcutta',
    'Asia/Kolkata',
    'US/Eastern',
    'EST5EDT',
    'Etc/GMT+5',
    'America/Argentina/ComodRivadavia',
    'America/Port-au-Prince',
    'Africa/Dar_es_Salaam',
    'Antarctica/DumontDUrville',
    'GB-Eire',
  ])('knows %s', (name) => expect(isTimeZone(name)).toBe(true));

  test('knows every zone that Intl lists', () =>
    expect(Intl.supportedValuesOf('timeZone').filter((name) => !isTimeZone(name))).toEqual([]));

  test.each([
    '',
    ' ',
    '+09:00',
    '-0500',
    'UTC+9',
    'GMT+5',
    'JST',
    'Z',
    'junk',
    'Mars/Olympus',
    'asia/tokyo',
    'ASIA/TOKYO',
    'utc',
    ' Asia/Tokyo',
    'Asia/Tokyo\n',
    'Asia/Tokyo\u0000',
    '2026-01-01T00:00+09:00[Asia/Tokyo]',
    '../etc/passwd',
    'A'.repeat(10_000),
  ])('refuses %j', (name) => expect(isTimeZone(name)).toBe(false));
});
