/** A schedule as Carillon takes it, or why it takes none like it. */
export type ScheduleReading = { readonly schedule: string } | { readonly reason: string };

const WORDS: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const DAYS = 'sun mon tue wed thu fri sat'.split(' ');

const FIELDS = [
  { name: 'minute', min: 0, max: 59, names: [] },
  { name: 'hour', min: 0, max: 23, names: [] },
  { name: 'day of month', min: 1, max: 31, names: [] },
  { name: 'month', min: 1, max: 12, names: MONTHS },
  { name: 'day of week', min: 0, max: 7, names: DAYS },
] as const;

type Field = (typeof FIELDS)[number];

/** Reads the schedule of a crontab's line. */
export function readSchedule(text: string): ScheduleReading {
  if (text.startsWith('@')) return readWord(text.toLowerCase());
  const items = text.split(/[ \t]+/);
  for (const [index, field] of FIELDS.entries()) {
    const reason = faultOf(field, items[index] ?? '');
    if (reason !== null) return { reason };
  }
  const [, , date = '', , weekday = ''] = items;
  return differs(date, weekday) ? { reason: DIFFERENT } : { schedule: items.join(' ') };
}

const DIFFERENT =
  'cron runs it when both day of month and day of week fit, since one of them begins with *; Carillon would when either fits. Write the days out';

/** Cron asks for both when one begins with `*`; with a bare `*` that is the same as asking for the other alone. */
function differs(date: string, weekday: string): boolean {
  if (date === '*' || weekday === '*') return false;
  return date.startsWith('*') || weekday.startsWith('*');
}

function readWord(word: string): ScheduleReading {
  const schedule = Object.hasOwn(WORDS, word) ? WORDS[word] : undefined;
  if (schedule !== undefined) return { schedule };
  if (word === '@reboot') return { reason: 'it runs when the machine starts, which Carillon knows nothing of' };
  return { reason: `there is no schedule "${word}"` };
}

const ITEM = /^(?:\*|([a-z\d]+)(?:-([a-z\d]+))?)(?:\/(\d+))?$/i;

function faultOf(field: Field, text: string): string | null {
  if (text.includes('~'))
    return `its ${field.name} is left to chance (${text}); give a value, and jitterSeconds if you like`;
  for (const item of text.split(',')) {
    const parts = ITEM.exec(item);
    if (parts === null) return `its ${field.name} "${item}" is not understood`;
    const [, first, last = first, step = '1'] = parts;
    const from = first === undefined ? field.min : valueOf(field, first);
    const to = last === undefined ? field.max : valueOf(field, last);
    if (Number.isNaN(from + to)) return `its ${field.name} "${item}" is not understood`;
    const isInside = from >= field.min && to <= field.max && Number(step) >= 1;
    if (!isInside) return `its ${field.name} "${item}" is out of range`;
    if (from > to) return `its ${field.name} "${item}" runs backwards; write it as two ranges`;
  }
  return null;
}

/** NaN for what is neither a number nor a name. */
function valueOf({ min, names }: Field, text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  const index = names.findIndex((name) => name === text.toLowerCase());
  return index === -1 ? NaN : index + min;
}
