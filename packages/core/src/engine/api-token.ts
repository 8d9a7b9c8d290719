import { createHash, randomBytes } from 'node:crypto';
import { formatToken, TOKEN_BYTES } from '../domain/api-key/token.js';

/** A new random token. */
export function newToken(): string {
  return formatToken(randomBytes(TOKEN_BYTES).toString('base64url'));
}

/**
 * What is stored of a token. A plain digest is enough: with 256 random bits there is nothing to guess, so a slow hash
 * would only slow the server.
 */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
