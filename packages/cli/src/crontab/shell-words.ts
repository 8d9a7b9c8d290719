/** A word, or what stands between words: `&&`, `|`, `>` and their like. */
export interface Token {
  readonly kind: 'word' | 'operator';
  readonly text: string;
}

export type Tokens = { readonly tokens: readonly Token[] } | { readonly reason: string };

const OPERATOR = /^(?:\d?>&\d|&>>?|\d?>>?|<<<?|<|&&|\|\||[|&;()])/;
const VARIABLE = /^\$(?:(\w+)|\{(\w+)\})/;

/** Cuts a command into words as a shell does, with variables of the crontab in their places. */
export function shellWords(command: string, variables: Readonly<Record<string, string>>): Tokens {
  const tokens: Token[] = [];
  let word: string | null = null;
  let rest = command;
  const end = () => {
    if (word !== null) tokens.push({ kind: 'word', text: word });
    word = null;
  };
  while (rest !== '') {
    const operator: string | undefined = word === null || !/^\d/.test(rest) ? OPERATOR.exec(rest)?.[0] : undefined;
    if (/^\s/.test(rest)) {
      end();
      rest = rest.trimStart();
    } else if (word === null && rest.startsWith('#')) {
      break;
    } else if (operator !== undefined) {
      end();
      tokens.push({ kind: 'operator', text: operator });
      rest = rest.slice(operator.length);
    } else {
      const piece = readPiece(rest, variables);
      if ('reason' in piece) return piece;
      word = (word ?? '') + piece.text;
      rest = rest.slice(piece.length);
    }
  }
  end();
  return { tokens };
}

type Piece = { readonly text: string; readonly length: number } | { readonly reason: string };

/** The next part of a word: what is quoted, a variable, or one character. */
function readPiece(rest: string, variables: Readonly<Record<string, string>>): Piece {
  if (rest.startsWith("'")) {
    const close = rest.indexOf("'", 1);
    return close === -1 ? OPEN_QUOTE : { text: rest.slice(1, close), length: close + 1 };
  }
  if (rest.startsWith('"')) return readQuoted(rest, variables);
  if (rest.startsWith('\\')) return { text: rest.slice(1, 2), length: 2 };
  if (/^[$`]/.test(rest)) return readVariable(rest, variables);
  return { text: rest.charAt(0), length: 1 };
}

const OPEN_QUOTE = { reason: 'a quotation mark is not closed' };

function readQuoted(rest: string, variables: Readonly<Record<string, string>>): Piece {
  let text = '';
  let length = 1;
  while (length < rest.length) {
    const ahead = rest.slice(length);
    if (ahead.startsWith('"')) return { text, length: length + 1 };
    const isEscape = /^\\["$`\\]/.test(ahead);
    const piece: Piece = isEscape
      ? { text: ahead.charAt(1), length: 2 }
      : /^[$`]/.test(ahead)
        ? readVariable(ahead, variables)
        : { text: ahead.charAt(0), length: 1 };
    if ('reason' in piece) return piece;
    text += piece.text;
    length += piece.length;
  }
  return OPEN_QUOTE;
}

function readVariable(rest: string, variables: Readonly<Record<string, string>>): Piece {
  const [whole = '', plain, braced] = VARIABLE.exec(rest) ?? [];
  const name = plain ?? braced;
  if (name !== undefined) {
    const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
    return value === undefined
      ? { reason: `it uses the variable ${name}, which the crontab does not set` }
      : { text: value, length: whole.length };
  }
  if (rest.startsWith('`') || rest.startsWith('$(')) return { reason: 'it runs another command for a part of itself' };
  if (rest.startsWith('${')) return { reason: 'it works something out with a variable' };
  return { text: '$', length: 1 };
}
