import { describe, expect, it } from '@jest/globals';
import { readSchedule } from '../../src/crontab/read-schedule.js';

describe('readSchedule', () => {
  it.each([
    ['@daily', '0 0 * * *'],
    ['@Annually', '0 0 1 1 *'],
    ['*/5 8-18 * jan-mar MON-FRI', '*/5 8-18 * jan-mar MON-FRI'],
    ['0  0\t1,15 * 5', '0 0 1,15 * 5'],
    ['0 0 * * 7', '0 0 * * 7'],
    ['30 4 */2 * *', '30 4 */2 * *'],
  ])('takes "%s"', (text, schedule) => {
    expect(readSchedule(text)).toEqual({ schedule });
  });

  it.each([
    ['@reboot', 'it runs when the machine starts, which Carillon knows nothing of'],
    ['@fortnightly', 'there is no schedule "@fortnightly"'],
    ['60 * * * *', 'its minute "60" is out of range'],
    ['0 0 * * FRI-MON', 'its day of week "FRI-MON" runs backwards; write it as two ranges'],
    ['0 0 L * *', 'its day of month "L" is not understood'],
    ['0~30 * * * *', 'its minute is left to chance (0~30)'],
    ['0 0 */2 * 5', 'cron runs it when both day of month and day of week fit'],
    ['* * * * mon#1', 'its day of week "mon#1" is not understood'],
  ])('tells why it does not take "%s"', (text, reason) => {
    expect(readSchedule(text)).toEqual({ reason: expect.stringContaining(reason) });
  });
});
