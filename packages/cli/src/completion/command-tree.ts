import type { Command } from 'commander';

/** An option as a shell is told of it. */
export interface ShellOption {
  readonly long: string;
  readonly short: string | null;
  readonly help: string;
  readonly takesValue: boolean;
  readonly choices: readonly string[];
}

/** A command or a group, for a shell. */
export interface ShellCommand {
  /** Its words, e.g. `jobs list`; empty for the program itself. */
  readonly path: string;
  readonly members: readonly { readonly word: string; readonly help: string }[];
  readonly options: readonly ShellOption[];
  /** What its first operand may be, where that is known. */
  readonly choices: readonly string[];
}

/** All commands of a program, each with what may follow it. */
export function commandTree(command: Command, path = ''): ShellCommand[] {
  const members = command.commands.map((member) => ({ word: member.name(), help: member.summary() }));
  const options = command.options.flatMap((option) =>
    option.hidden || option.long === undefined
      ? []
      : [
          {
            long: option.long,
            short: option.short ?? null,
            help: option.description,
            takesValue: option.required || option.optional,
            choices: option.argChoices ?? [],
          },
        ],
  );
  const choices = command.registeredArguments[0]?.argChoices ?? [];
  const inner = command.commands.flatMap((member) => commandTree(member, `${path} ${member.name()}`.trim()));
  return [{ path, members, options, choices }, ...inner];
}

/** Everything that may be typed after a command: words, choices of its operand, options. */
export function candidatesOf({ members, choices, options }: ShellCommand): { word: string; help: string }[] {
  return [
    ...members,
    ...choices.map((word) => ({ word, help: '' })),
    ...options.flatMap(({ long, short, help }) => [
      { word: long, help },
      ...(short === null ? [] : [{ word: short, help }]),
    ]),
  ];
}

/** How a step from one command to a member of it is spelled in the scripts, e.g. `jobs list`, or ` jobs` at the start. */
export function stepsOf(tree: readonly ShellCommand[]): string[] {
  return tree.flatMap(({ path, members }) => members.map(({ word }) => `${path} ${word}`));
}

/** The options that take a value, by command and spelling: what follows them is the value. */
export function valuesOf(tree: readonly ShellCommand[]): { at: string; choices: readonly string[] }[] {
  return tree.flatMap(({ path, options }) =>
    options
      .filter(({ takesValue }) => takesValue)
      .flatMap(({ long, short, choices }) =>
        [long, short].flatMap((name) => (name === null ? [] : [{ at: `${path} ${name}`, choices }])),
      ),
  );
}
