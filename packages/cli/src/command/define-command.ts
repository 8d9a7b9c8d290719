import { createClient } from '@carillon/client';
import { Option, type Command } from 'commander';
import type { Settings } from '../config/settings.js';
import { findService, type ServiceOptions } from '../connection/find-service.js';
import type { Terminal } from '../terminal/terminal.js';
import type { Call, Result } from './call.js';

/** What all commands of one use of the program share. */
export interface Runtime {
  readonly terminal: Terminal;
  readonly settings: Settings;
  exitCode: number;
}

/** Puts a command, or a group of them, under its parent. */
export type Attach = (parent: Command, runtime: Runtime) => void;

export interface CommandSpec<O> {
  /** With its operands, e.g. `show <job>`. */
  readonly usage: string;
  readonly summary: string;
  /** False for what never talks to the server. */
  readonly online?: boolean;
  configure?(command: Command): unknown;
  run(call: Call<O>): Promise<Result>;
}

/** A command with its options, help and action in one place. */
export function defineCommand<O = object>(spec: CommandSpec<O>): Attach {
  return (parent, runtime) => {
    const command = parent.command(spec.usage).summary(spec.summary).description(spec.summary);
    spec.configure?.(command);
    command.option('--json', 'print the result as JSON');
    if (spec.online !== false) addServiceOptions(command);
    command.action(async () => {
      const call = open<O>(command, runtime);
      const result = await spec.run(call);
      if (call.json && result.data !== undefined) runtime.terminal.out(JSON.stringify(result.data, null, 2));
      if (!call.json && result.text !== '') runtime.terminal.out(result.text);
      runtime.exitCode = result.exitCode ?? 0;
    });
  };
}

/** Commands under a common word. */
export function defineGroup(name: string, summary: string, members: readonly Attach[]): Attach {
  return (parent, runtime) => {
    const group = parent.command(name).summary(summary).description(summary);
    for (const attach of members) attach(group, runtime);
  };
}

function addServiceOptions(command: Command): void {
  command
    .option('--url <url>', 'where Carillon is (CARILLON_URL)')
    .option('--key-file <path>', 'file with the API key (CARILLON_API_KEY_FILE; the key itself: CARILLON_API_KEY)')
    .addOption(new Option('--api-key <key>', 'the API key').hideHelp());
}

function open<O>(command: Command, { terminal, settings }: Runtime): Call<O> {
  const options = command.opts<O & ServiceOptions & { json?: boolean }>();
  if (options.apiKey !== undefined) {
    terminal.say(
      'Warning: a key on the command line is seen by everybody who can list processes; use CARILLON_API_KEY or --key-file.',
    );
  }
  const service = () => findService(options, settings);
  const client = async () => {
    const { url: baseUrl, apiKey } = await service();
    return createClient({ baseUrl, apiKey, language: 'en' });
  };
  return { operands: command.args, options, json: options.json === true, terminal, settings, service, client };
}
