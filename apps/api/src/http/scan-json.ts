import type { Path } from './format-path.js';

/** What can be said about a JSON text without parsing it. */
export interface JsonScan {
  tooDeep: boolean;
  /** Paths of keys that their object has had before: parsers disagree on which of them counts. */
  repeated: Path[];
}

interface Frame {
  /** Keys seen so far; null for an array. */
  keys: Set<string> | null;
  /** Where in the parent it is being read. */
  position: string | number;
  awaitsKey: boolean;
}

/**
 * Walks a JSON text once without recursion, before anything that recurses sees it. Text that is not JSON scans to
 * something harmless; telling so is the parser's part.
 */
export function scanJson(text: string, maxDepth: number): JsonScan {
  const frames: Frame[] = [];
  const repeated: Path[] = [];
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    const frame = frames.at(-1);
    if (character === '"') {
      const end = endOfString(text, at);
      if (frame?.awaitsKey) readKey(frames, text.slice(at, end + 1), repeated);
      at = end;
    } else if (character === '{' || character === '[') {
      if (frames.length === maxDepth) return { tooDeep: true, repeated };
      frames.push(openFrame(character));
    } else if (character === '}' || character === ']') {
      frames.pop();
    } else if (character === ',' && frame !== undefined) {
      if (frame.keys !== null) frame.awaitsKey = true;
      else frame.position = Number(frame.position) + 1;
    }
  }
  return { tooDeep: false, repeated };
}

function openFrame(bracket: '{' | '['): Frame {
  return bracket === '{'
    ? { keys: new Set(), position: '', awaitsKey: true }
    : { keys: null, position: 0, awaitsKey: false };
}

function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at;
}

function readKey(frames: Frame[], literal: string, repeated: Path[]): void {
  const frame = frames.at(-1);
  if (frame === undefined || frame.keys === null) return;
  const key = unescapeKey(literal);
  frame.position = key;
  frame.awaitsKey = false;
  if (frame.keys.has(key)) repeated.push(frames.map((open) => open.position));
  frame.keys.add(key);
}

/** Escapes can spell one key in two ways. */
function unescapeKey(literal: string): string {
  if (!literal.includes('\\')) return literal.slice(1, -1);
  try {
    return String(JSON.parse(literal));
  } catch {
    return literal;
  }
}
