import { CronExpressionParser } from 'cron-parser';
import type { FieldName } from './fields.js';

/** A cron-parser expression that asks about one field and keeps the others small. */
const QUESTIONS: Readonly<Record<FieldName, (item: string) => string>> = {
  second: (item) => `${item} 0 0 1 1 0`,
  minute: (item) => `0 ${item} 0 1 1 0`,
  hour: (item) => `0 0 ${item} 1 1 0`,
  dayOfMonth: (item) => `0 0 0 ${item} 1 0`,
  month: (item) => `0 0 0 1 ${item} 0`,
  dayOfWeek: (item) => `0 0 0 1 1 ${item}`,
};

/**
 * The values that a checked field holds, sorted and distinct, Sunday as 0. cron-parser is asked item by item because it
 * throws at lists that overlap, such as `0,7` or `5,5-9`, which every cron accepts.
 */
export function fieldValues(name: FieldName, text: string): number[] {
  const values = new Set<number>();
  for (const item of new Set(text.split(','))) {
    // A fixed date keeps cron-parser from reading the clock.
    const { fields } = CronExpressionParser.parse(QUESTIONS[name](item), { tz: 'UTC', currentDate: new Date(0) });
    for (const value of fields[name].values) values.add(name === 'dayOfWeek' ? Number(value) % 7 : Number(value));
  }
  return [...values].sort((a, b) => a - b);
}
