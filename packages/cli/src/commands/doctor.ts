import { defineCommand } from '../command/define-command.js';
import { examine } from '../doctor/examine.js';
import type { Check } from '../doctor/check.js';
import { EXIT } from '../exit-codes.js';
import { paint } from '../output/table.js';

interface Options {
  schedulerUrl?: string;
  workerUrl?: string;
}

/** `carillon doctor` */
export const doctor = defineCommand<Options>({
  usage: 'doctor',
  summary: 'Look whether everything is well, and tell what to do where it is not. Ends with 1 when something fails.',
  configure: (command) =>
    command
      .option('--scheduler-url <url>', 'health address of a scheduler, e.g. http://127.0.0.1:27556')
      .option('--worker-url <url>', 'health address of a worker, e.g. http://127.0.0.1:27557'),
  async run({ service, options: { schedulerUrl, workerUrl }, terminal }) {
    const others = { 'scheduler process': schedulerUrl, 'worker process': workerUrl };
    const checks = await examine({ service: await service(), others });
    const text = checks.flatMap((one) => lines(one, terminal.color)).join('\n');
    const isWell = checks.every(({ level }) => level !== 'fail');
    return { text, data: { ok: isWell, checks }, exitCode: isWell ? EXIT.ok : EXIT.failed };
  },
});

const STYLES = { ok: 'green', warn: 'yellow', fail: 'red' } as const;

function lines({ name, level, message, advice }: Check, color: boolean): string[] {
  const mark = paint({ text: level.padEnd(4), style: STYLES[level] }, color);
  const first = `${mark}  ${name}: ${paint(message, false)}`;
  return advice === undefined ? [first] : [first, `      → ${advice}`];
}
