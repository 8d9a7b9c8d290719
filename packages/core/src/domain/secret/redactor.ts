/** Stands where a secret was. */
export const REDACTED = '[redacted]';

/** Takes secrets out of a text. With `cut` the text ends somewhere in the middle: the beginning of a secret goes as well. */
export type Redactor = (text: string, options?: { cut: boolean }) => string;

/** What is left of a secret at a cut; fewer characters tell nothing. */
const SHORTEST_LEFT = 4;

/**
 * Makes a redactor; null when there is nothing to take out, so that nobody pays who has no secrets. It finds a secret as
 * it is, and as programs write it that show what they received: in JSON, in a URL, read in the wrong character set.
 */
export function createRedactor(secrets: readonly string[]): Redactor | null {
  if (secrets.length === 0) return null;
  // The longest first: one may be a part of another.
  const needles = [...new Set(secrets.flatMap(spellings))].sort((a, b) => b.length - a.length);
  return (text, { cut } = { cut: false }) => {
    const clean = needles.reduce(
      (rest, needle) => (rest.includes(needle) ? rest.replaceAll(needle, REDACTED) : rest),
      text,
    );
    return cut ? withoutBeginnings(clean, needles) : clean;
  };
}

/** Most credentials: they look the same everywhere. */
const PLAIN = /^[\w.~-]+$/;

function spellings(secret: string): string[] {
  if (PLAIN.test(secret)) return [secret];
  const json = JSON.stringify(secret).slice(1, -1);
  // Header values travel as Latin-1; a target's answer is read as UTF-8.
  const misread = Buffer.from(secret, 'latin1').toString('utf8');
  return [secret, misread, json, json.replaceAll('/', '\\/'), percentEncoded(secret)];
}

/** A lone surrogate has no such spelling. */
function percentEncoded(secret: string): string {
  return /\p{Surrogate}/u.test(secret) ? secret : encodeURIComponent(secret);
}

function withoutBeginnings(text: string, needles: readonly string[]): string {
  const left = Math.max(...needles.map((needle) => overlap(text, needle)));
  return left < SHORTEST_LEFT ? text : text.slice(0, -left) + REDACTED;
}

/** How much of a secret's beginning the text ends with. */
function overlap(text: string, secret: string): number {
  for (let length = Math.min(text.length, secret.length - 1); length >= SHORTEST_LEFT; length -= 1) {
    if (text.endsWith(secret.slice(0, length))) return length;
  }
  return 0;
}
