/** As long as lines get before a value is spread over several. */
const WIDTH = 80;
const STEP = '  ';

/** Writes JSON as a TypeScript literal: single quotes, names without them where they can be, lines of readable length. */
export function printLiteral(value: unknown, indent = ''): string {
  if (typeof value === 'string')
    return `'${JSON.stringify(value).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
  if (typeof value !== 'object' || value === null) return String(value);
  const deeper = indent + STEP;
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  const items = Array.isArray(value)
    ? value.map((item) => printLiteral(item, deeper))
    : Object.entries(value).map(([name, item]) => `${printName(name)}: ${printLiteral(item, deeper)}`);
  const pad = Array.isArray(value) || items.length === 0 ? '' : ' ';
  const line = `${open}${pad}${items.join(', ')}${pad}${close}`;
  if (indent.length + line.length <= WIDTH && !line.includes('\n')) return line;
  return `${open}\n${items.map((item) => `${deeper}${item},\n`).join('')}${indent}${close}`;
}

const printName = (name: string) => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : printLiteral(name));
