import { candidatesOf, stepsOf, valuesOf, type ShellCommand } from './command-tree.js';
import { quote } from './quote.js';

/** Completion for zsh: `source <(carillon completion zsh)`, after compinit. */
export function zshScript(tree: readonly ShellCommand[]): string {
  const values = valuesOf(tree);
  const free = values.filter(({ choices }) => choices.length === 0).map(({ at }) => quote(at));
  const chosen = values
    .filter(({ choices }) => choices.length > 0)
    .map(({ at, choices }) => `    ${quote(at)}) compadd -- ${choices.map(quote).join(' ')}; return ;;`);
  const entries = tree.map((command) => {
    const list = candidatesOf(command).map(({ word, help }) => quote(`${word.replaceAll(':', '\\:')}:${help}`));
    return `    ${quote(command.path)}) candidates=(${list.join(' ')}) ;;`;
  });
  return `#compdef carillon
_carillon() {
  local at='' word
  local -a candidates
  for word in "\${(@)words[2,CURRENT-1]}"; do
    case "$at $word" in
      ${stepsOf(tree).map(quote).join('|')}) at="\${at:+$at }$word" ;;
    esac
  done
  case "$at \${words[CURRENT-1]}" in
    ${free.join('|')}) _files; return ;;
${chosen.join('\n')}
  esac
  case "$at" in
${entries.join('\n')}
  esac
  _describe 'carillon' candidates || _files
}
compdef _carillon carillon
`;
}
