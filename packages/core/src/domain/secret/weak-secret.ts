/** Words that stand in examples, in defaults and in every list of passwords to try first. */
const WELL_KNOWN = [
  'admin',
  'administrator',
  'changeit',
  'changeme',
  'default',
  'example',
  'letmein',
  'operator',
  'pass',
  'password',
  'passwort',
  'qwerty',
  'replaceme',
  'root',
  'secret',
  'test',
  'token',
  'welcome',
].sort((a, b) => b.length - a.length);

/** Whoever has one of these in a longer secret has left the example's value as it was. */
const LEFT_AS_IT_WAS = /change.?me|change.?it|replace.?me|your.?(password|secret|token|key)/i;

/** A random secret of 24 characters has some 20 different ones. */
const FEWEST_DIFFERENT = 6;

/**
 * True for a secret that is guessed in the first minutes: a well-known word, once or over and over, with or without
 * digits and signs around it; an example's value; hardly any different characters.
 */
export function isWeakSecret(secret: string): boolean {
  return isWellKnown(secret) || LEFT_AS_IT_WAS.test(secret) || new Set(secret).size < FEWEST_DIFFERENT;
}

/** True for nothing but well-known words: `Password123!`, `admin-admin`. */
export function isWellKnown(secret: string): boolean {
  const letters = secret.toLowerCase().replaceAll(/[^a-z]/g, '');
  // What is mostly digits and signs is not a word with an ending.
  if (letters === '' || letters.length * 2 < secret.length) return false;
  return WELL_KNOWN.reduce((rest, word) => rest.replaceAll(word, ''), letters) === '';
}

/** True for bytes that no random source gives: few different ones, or each as far from the last as that was. */
export function isUniform(bytes: Uint8Array): boolean {
  if (new Set(bytes).size < 8) return true;
  const steps = new Set(bytes.slice(1).map((byte, i) => byte - (bytes[i] ?? 0)));
  return steps.size === 1;
}
