import { stepsOf, type ShellCommand } from './command-tree.js';
import { quoteForFish as quote } from './quote.js';

/** Completion for fish: `carillon completion fish | source`. */
export function fishScript(tree: readonly ShellCommand[]): string {
  return `set -g __carillon_steps ${stepsOf(tree).map(quote).join(' ')}
function __carillon_at
    set -l at ''
    for word in (commandline -opc)[2..-1]
        contains -- "$at $word" $__carillon_steps; and set at (string trim -- "$at $word")
    end
    test "$at" = "$argv[1]"
end
complete -c carillon -e
${tree.flatMap(linesOf).join('\n')}
`;
}

function linesOf({ path, members, choices, options }: ShellCommand): string[] {
  const here = `complete -c carillon -n ${quote(`__carillon_at "${path}"`)}`;
  return [
    ...members.map(({ word, help }) => `${here} -f -a ${word} -d ${quote(help)}`),
    ...choices.map((word) => `${here} -f -a ${word}`),
    ...options.map(({ long, short, help, takesValue, choices: values }) => {
      const names = `-l ${long.replace(/^--/, '')}${short === null ? '' : ` -s ${short.replace(/^-/, '')}`}`;
      const value = values.length > 0 ? ` -x -a ${quote(values.join(' '))}` : takesValue ? ' -r' : '';
      return `${here} ${names}${value} -d ${quote(help)}`;
    }),
  ];
}
