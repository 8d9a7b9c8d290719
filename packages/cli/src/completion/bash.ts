import { candidatesOf, stepsOf, valuesOf, type ShellCommand } from './command-tree.js';
import { quote } from './quote.js';

/** Completion for bash: `source <(carillon completion bash)`. Where we know nothing, bash completes file names. */
export function bashScript(tree: readonly ShellCommand[]): string {
  const values = valuesOf(tree);
  const free = values.filter(({ choices }) => choices.length === 0).map(({ at }) => quote(at));
  const chosen = values
    .filter(({ choices }) => choices.length > 0)
    .map(({ at, choices }) => `    ${quote(at)}) words=${quote(choices.join(' '))} ;;`);
  const words = tree.map((command) => {
    const list = candidatesOf(command).map(({ word }) => word);
    return `      ${quote(command.path)}) words=${quote(list.join(' '))} ;;`;
  });
  return `_carillon() {
  local at='' word words current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]}
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$at $word" in
      ${stepsOf(tree).map(quote).join('|')}) at="\${at:+$at }$word" ;;
    esac
  done
  case "$at $previous" in
    ${free.join('|')}) words='' ;;
${chosen.join('\n')}
    *)
      case "$at" in
${words.join('\n')}
      esac
      ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _carillon carillon
`;
}
