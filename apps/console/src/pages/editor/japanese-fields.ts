const FIELDS = ['分', '時', '日', '月', '曜日'] as const;
const DAYS = ['日', '月', '火', '水', '木', '金', '土', '日'];
const DAY_NAMES = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const MONTH_NAMES = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

/**
 * Any schedule in Japanese, field by field, for those that no sentence reads naturally for.
 * @example japaneseFields('*\/10 9-17 * * 1-5') // '曜日: 月〜金、時: 9〜17、分: 10 分ごと'
 */
export function japaneseFields(schedule: string): string | null {
  const texts = schedule.trim().split(/\s+/);
  if (texts.length !== 5 && texts.length !== 6) return null;
  const names = texts.length === 6 ? ['秒', ...FIELDS] : [...FIELDS];
  const parts = texts.map((text, i) => (text === '*' || text === '?' ? null : describe(names[i] ?? '', text)));
  const [weekday, month, day, ...time] = parts.reverse();
  // Vixie cron's rule: of two restricted day fields either one is enough.
  const isEither = typeof weekday === 'string' && typeof day === 'string';
  const days = isEither ? [`${weekday} または ${day}`, month] : [weekday, month, day];
  const said = [...days, ...time].filter((part) => typeof part === 'string');
  return said.length === 0 ? '毎分' : said.join('、');
}

const describe = (name: string, text: string): string =>
  `${name}: ${text
    .split(',')
    .map((item) => describeItem(name, item))
    .join('・')}`;

function describeItem(name: string, item: string): string {
  const [span = '', step] = item.split('/');
  const said = span
    .split('-')
    .map((value) => valueOf(name, value))
    .join('〜');
  if (step === undefined) return said;
  const unit = name === '時' ? '時間' : name === '月' ? 'か月' : name === '曜日' ? '日' : name;
  return span === '*' ? `${step} ${unit}ごと` : `${said} の ${step} ${unit}ごと`;
}

function valueOf(name: string, value: string): string {
  if (name === '曜日')
    return DAYS[/^[0-7]$/.test(value) ? Number(value) : DAY_NAMES.indexOf(value.toUpperCase())] ?? value;
  if (name === '日' && value === 'L') return '末日';
  const month = name === '月' ? MONTH_NAMES.indexOf(value.toUpperCase()) : -1;
  return month === -1 ? value : String(month + 1);
}
