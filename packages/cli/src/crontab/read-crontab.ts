/** A line that runs something. */
export interface CronLine {
  readonly kind: 'job';
  readonly line: number;
  /** Five fields, or a word such as `@daily`. */
  readonly schedule: string;
  /** Of a system crontab. */
  readonly user: string | null;
  readonly command: string;
  /** What comes after the first `%`, its other `%` being line ends. */
  readonly stdin: string | null;
  /** The comment lines right above it. */
  readonly comments: readonly string[];
  /** The comment lines before these, down from the line before it that runs something. */
  readonly heading: readonly string[];
  /** The variables as they are on this line. */
  readonly variables: Readonly<Record<string, string>>;
}

export interface VariableLine {
  readonly kind: 'variable';
  readonly line: number;
  readonly name: string;
}

export type Entry = CronLine | VariableLine | { readonly kind: 'disabled' | 'malformed'; readonly line: number };

const VARIABLE = /^([A-Za-z_]\w*|"[^"]+"|'[^']+')\s*=\s*(.*)$/;
const FIVE_FIELDS = /^((?:\S+[ \t]+){4}\S+)[ \t]+(\S.*)$/;
const WORD = /^(@\w+)[ \t]+(\S.*)$/;
/** A comment that was a line once: fields of digits and stars. Words of a sentence are none. */
const DISABLED =
  /^(?:@(?:reboot|hourly|daily|midnight|weekly|monthly|yearly|annually)|(?:[\d*][\d*,/-]*[ \t]+){3}\S+[ \t]+\S+)[ \t]+\S/;

/** Reads a crontab line by line. Of a `system` one the user stands before the command. */
export function readCrontab(text: string, { system }: { system: boolean }): Entry[] {
  const entries: Entry[] = [];
  let comments: string[] = [];
  let heading: string[] = [];
  let variables: Record<string, string> = {};
  for (const [index, whole] of text.split(/\r?\n/).entries()) {
    const line = index + 1;
    const content = whole.trim();
    if (content.startsWith('#')) {
      const comment = content.replace(/^#+/, '').trim();
      if (DISABLED.test(comment)) entries.push({ kind: 'disabled', line });
      else comments.push(comment);
      continue;
    }
    const [, name, value = ''] = VARIABLE.exec(content) ?? [];
    if (content === '' || name !== undefined) {
      heading.push(...comments);
    } else {
      entries.push(readLine(content, system, { line, comments, heading, variables }));
      heading = [];
    }
    if (name !== undefined) {
      variables = { ...variables, [unquote(name)]: unquote(value.trim()) };
      entries.push({ kind: 'variable', line, name: unquote(name) });
    }
    comments = [];
  }
  return entries;
}

type Context = Pick<CronLine, 'line' | 'comments' | 'heading' | 'variables'>;

function readLine(content: string, system: boolean, context: Context): Entry {
  const [, schedule, rest] = (content.startsWith('@') ? WORD : FIVE_FIELDS).exec(content) ?? [];
  const [, user = null, own] = (system ? /^(\S+)[ \t]+(\S.*)$/ : /^()(.*)$/).exec(rest ?? '') ?? [];
  if (schedule === undefined || own === undefined || own === '') return { kind: 'malformed', line: context.line };
  const [command = '', ...input] = splitAtPercent(own);
  const stdin = input.length === 0 ? null : input.join('\n');
  return { kind: 'job', schedule, user: user === '' ? null : user, command: command.trim(), stdin, ...context };
}

/** At every `%` without a backslash; `\%` is a percent sign. */
function splitAtPercent(text: string): string[] {
  return text.split(/(?<!\\)%/).map((part) => part.replaceAll('\\%', '%'));
}

const unquote = (text: string): string => (/^(["']).*\1$/.test(text) ? text.slice(1, -1) : text);
