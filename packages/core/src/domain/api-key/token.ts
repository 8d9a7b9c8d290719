/** Random bytes in a token. */
export const TOKEN_BYTES = 32;

/** `car_` and 32 random bytes in base64url: 43 characters, so 47 in all. */
const TOKEN = /^car_[A-Za-z0-9_-]{43}$/;

/** Spells a token from its random bytes in base64url. */
export function formatToken(base64url: string): string {
  return `car_${base64url}`;
}

/** True for a text that has the shape of a token; says nothing about whether it is known. */
export function isToken(text: string): boolean {
  return TOKEN.test(text);
}
