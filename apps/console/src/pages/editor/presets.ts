/** Schedules that are chosen instead of written. Times are `09:30`; days of the week count from 0, Sunday. */
export type Preset =
  | { kind: 'minutes'; every: number }
  | { kind: 'hourly'; minute: number }
  | { kind: 'daily'; time: string }
  | { kind: 'weekly'; time: string; days: readonly number[] }
  | { kind: 'monthly'; time: string; day: number };
export type PresetKind = Preset['kind'];

/** Steps that part an hour evenly. */
export const MINUTE_STEPS = [1, 2, 3, 5, 10, 15, 20, 30] as const;

/** The expression of a preset. */
export function expressionOf(preset: Preset): string {
  switch (preset.kind) {
    case 'minutes':
      return preset.every === 1 ? '* * * * *' : `*/${preset.every} * * * *`;
    case 'hourly':
      return `${preset.minute} * * * *`;
    case 'daily':
      return `${clock(preset.time)} * * *`;
    case 'weekly':
      return `${clock(preset.time)} * * ${[...preset.days].sort((a, b) => a - b).join(',')}`;
    case 'monthly':
      return `${clock(preset.time)} ${preset.day} * *`;
  }
}

/** The preset that an expression is; null for every other. */
export function presetOf(expression: string): Preset | null {
  const fields = expression.trim().split(/\s+/);
  const [minute = '', hour = '', day = '', month = '', weekday = ''] = fields;
  if (fields.length !== 5 || month !== '*') return null;
  return rhythm(minute, [hour, day, weekday]) ?? atTime({ minute, hour, day, weekday });
}

function rhythm(minute: string, others: readonly string[]): Preset | null {
  if (others.some((field) => field !== '*')) return null;
  const every = minute === '*' ? 1 : Number(/^\*\/(\d+)$/.exec(minute)?.[1]);
  if (MINUTE_STEPS.some((step) => step === every)) return { kind: 'minutes', every };
  return isIn(minute, 0, 59) ? { kind: 'hourly', minute: Number(minute) } : null;
}

function atTime({ minute, hour, day, weekday }: Record<'minute' | 'hour' | 'day' | 'weekday', string>): Preset | null {
  if (!isIn(minute, 0, 59) || !isIn(hour, 0, 23)) return null;
  const time = `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`;
  if (day === '*' && weekday === '*') return { kind: 'daily', time };
  const days = day === '*' ? daysOf(weekday) : null;
  if (days !== null) return { kind: 'weekly', time, days };
  return weekday === '*' && isIn(day, 1, 31) ? { kind: 'monthly', time, day: Number(day) } : null;
}

/** The days of `1,3` and `1-5`; null for any other spelling. */
function daysOf(weekday: string): number[] | null {
  const [, from, to] = /^([0-6])-([0-6])$/.exec(weekday) ?? [];
  if (from !== undefined && Number(from) <= Number(to)) {
    return Array.from({ length: Number(to) - Number(from) + 1 }, (_, i) => Number(from) + i);
  }
  return /^[0-6](,[0-6])*$/.test(weekday) ? [...new Set(weekday.split(',').map(Number))] : null;
}

/** `30 9` of `09:30`. */
function clock(time: string): string {
  const [hour, minute] = time.split(':').map(Number);
  return `${minute ?? 0} ${hour ?? 0}`;
}

const isIn = (text: string, from: number, to: number) =>
  /^\d{1,2}$/.test(text) && Number(text) >= from && Number(text) <= to;
