import type { Attach } from '@carillon/cli/command/define-command';
import type { Command } from './command.js';

/** `carillon operator …`: the operator's commands beside the others, for the help and for shells. `run` does the work. */
export function operatorGroup(commands: readonly Command[], run: () => Promise<number>): Attach {
  return (program, runtime) => {
    const group = program.command('operator').summary('Users, keys, plans, secrets and migrations, over the database.');
    group.description(
      'Works on the database in DATABASE_URL, else on that of `npm start`. The word `operator` may be left out.',
    );
    const parents = new Map([['', group]]);
    for (const { words, summary, operands = [], required = {}, optional = {} } of commands) {
      const [first = '', second] = words.split(' ');
      const isNew = second !== undefined && !parents.has(first);
      if (isNew) parents.set(first, group.command(first).summary(membersOf(commands, first)));
      const parent = parents.get(second === undefined ? '' : first) ?? group;
      const command = parent.command([second ?? first, ...operands.map(asOperand)].join(' '));
      command.summary(summary).description(summary).option('--json', 'print the result as JSON');
      for (const [name, value] of Object.entries({ ...required, ...optional })) command.option(`--${name} ${value}`);
      command.action(async () => {
        runtime.exitCode = await run();
      });
    }
  };
}

function membersOf(commands: readonly Command[], first: string): string {
  const members = commands.flatMap(({ words }) =>
    words.startsWith(`${first} `) ? [words.slice(first.length + 1)] : [],
  );
  return `${members.join(', ')}.`;
}

/** A group of words is not an operand for the parser: `<key id>`. */
const asOperand = (operand: string): string => operand.replaceAll(' ', '-');
