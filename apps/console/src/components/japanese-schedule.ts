const DAYS = ['日', '月', '火', '水', '木', '金', '土'];
const DAY_NAMES = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/**
 * A schedule of five fields in natural Japanese, for the shapes that people write most; null for any other.
 * @example japaneseSchedule('0 9 * * 1-5') // '毎週月〜金曜日の 09:00'
 */
export function japaneseSchedule(schedule: string): string | null {
  const fields = schedule.trim().split(/\s+/);
  const [minute, hour, day, month, weekday] = fields;
  if (fields.length !== 5 || !minute || !hour || !day || !month || !weekday) return null;
  const when = describeDays(day, month, weekday);
  if (when === null) return null;
  const time = describeTime(minute, hour);
  if (time === null) return null;
  if (time.isRepeated) return when === '毎日' ? time.words : `${when}、${time.words}`;
  return when === '毎日' ? `毎日 ${time.words}` : `${when}の ${time.words}`;
}

interface Time {
  words: string;
  isRepeated: boolean;
}

function describeTime(minute: string, hour: string): Time | null {
  const step = /^\*(?:\/(\d+))?$/;
  const minuteStep = step.exec(minute);
  const hourStep = step.exec(hour);
  if (minuteStep !== null && hour === '*') {
    const every = minuteStep[1] ?? '1';
    return { words: every === '1' ? '毎分' : `${every} 分ごと`, isRepeated: true };
  }
  const minutes = numbers(minute);
  if (minutes === null) return null;
  const at = minutes.map(String).join('・');
  if (hourStep !== null) {
    const every = hourStep[1] ?? '1';
    return { words: every === '1' ? `毎時 ${at} 分` : `${every} 時間ごとの ${at} 分`, isRepeated: true };
  }
  const hours = numbers(hour);
  if (hours === null || hours.length * minutes.length > 6) return null;
  const times = hours.flatMap((h) => minutes.map((m) => `${two(h)}:${two(m)}`));
  return { words: times.join('、'), isRepeated: false };
}

function describeDays(day: string, month: string, weekday: string): string | null {
  if (day === '*' && month === '*') return weekday === '*' ? '毎日' : describeWeekdays(weekday);
  if (weekday !== '*') return null;
  const days =
    day === 'L'
      ? '末日'
      : numbers(day)
          ?.map((one) => `${one} 日`)
          .join('・');
  if (days === undefined) return null;
  if (month === '*') return `毎月 ${days}`;
  const months = numbers(month)
    ?.map((one) => `${one} 月`)
    .join('・');
  return months === undefined ? null : `毎年 ${months} ${days}`;
}

function describeWeekdays(field: string): string | null {
  const range = /^(\w+)-(\w+)$/.exec(field);
  if (range !== null) {
    const [from, to] = [weekdayOf(range[1]), weekdayOf(range[2])];
    return from === null || to === null ? null : `毎週${from}〜${to}曜日`;
  }
  const days = field.split(',').map(weekdayOf);
  return days.includes(null) ? null : `毎週${days.join('・')}曜日`;
}

function weekdayOf(text: string | undefined): string | null {
  if (text === undefined) return null;
  const named = DAY_NAMES.indexOf(text.toUpperCase());
  const number = /^[0-7]$/.test(text) ? Number(text) % 7 : named;
  return DAYS[number] ?? null;
}

/** A list of plain numbers; null for ranges, steps and anything else. */
function numbers(field: string): number[] | null {
  return /^\d+(,\d+)*$/.test(field) ? field.split(',').map(Number) : null;
}

const two = (part: number) => String(part).padStart(2, '0');
