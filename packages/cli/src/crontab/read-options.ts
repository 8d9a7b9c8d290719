export interface ReadOptions {
  /** In their order, without dashes; null where an option takes no value. */
  readonly options: readonly (readonly [name: string, value: string | null])[];
  readonly operands: readonly string[];
}

/**
 * Reads arguments as programs do: `-fsS`, `-XPOST`, `-X POST`, `--name value`, `--name=value`. `short` are the letters
 * that take a value, `long` the names that do. Where `operandsEnd`, options end with the first operand.
 */
export function readOptions(
  words: readonly string[],
  short: string,
  long: readonly string[],
  { operandsEnd = true }: { operandsEnd?: boolean } = {},
): ReadOptions {
  const options: [string, string | null][] = [];
  const operands: string[] = [];
  const left = [...words];
  for (let word = left.shift(); word !== undefined; word = left.shift()) {
    if (word === '--') return { options, operands: [...operands, ...left] };
    if (word.startsWith('--')) {
      const [name = '', ...value] = word.slice(2).split('=');
      const takesNext = value.length === 0 && long.includes(name);
      options.push([name, takesNext ? (left.shift() ?? '') : value.length === 0 ? null : value.join('=')]);
    } else if (/^-./.test(word)) {
      options.push(...readLetters(word.slice(1), short, left));
    } else {
      operands.push(word);
      if (operandsEnd) return { options, operands: [...operands, ...left] };
    }
  }
  return { options, operands };
}

/** `fsSo` with `/dev/null` after it is f, s, S and o; `m10` is m with 10. */
function readLetters(letters: string, short: string, left: string[]): [string, string | null][] {
  const [letter = '', ...rest] = letters;
  if (short.includes(letter)) return [[letter, rest.length === 0 ? (left.shift() ?? '') : rest.join('')]];
  return [[letter, null], ...(rest.length === 0 ? [] : readLetters(rest.join(''), short, left))];
}
