import { Argument } from 'commander';
import type { Attach } from '../command/define-command.js';
import { bashScript } from '../completion/bash.js';
import { commandTree, type ShellCommand } from '../completion/command-tree.js';
import { fishScript } from '../completion/fish.js';
import { zshScript } from '../completion/zsh.js';

const SHELLS = { bash: bashScript, zsh: zshScript, fish: fishScript } satisfies Record<
  string,
  (tree: readonly ShellCommand[]) => string
>;

/** `carillon completion`: made from the commands as they are, so it never lags behind them. */
export const completion: Attach = (program, { terminal }) => {
  program
    .command('completion')
    .summary('Print the script that completes the commands in a shell.')
    .description('Prints the script that completes the commands in a shell: source <(carillon completion bash)')
    .addArgument(new Argument('<shell>', 'the shell').choices(Object.keys(SHELLS)))
    .option('--json', 'print the result as JSON')
    .action((shell: keyof typeof SHELLS, { json }: { json?: boolean }) => {
      const script = SHELLS[shell](commandTree(program));
      terminal.out(json === true ? JSON.stringify({ shell, script }, null, 2) : script.trimEnd());
    });
};
