/** Where a secret is kept. What was sealed for one place opens at no other. */
export interface SecretPlace {
  /** The user whose it is. */
  owner: string;
  /** The id of the row that holds it. */
  record: string;
  /** The column, and the name within it where it has several: `headers.authorization`, `secret`. */
  field: string;
}

/** The parts of a sealed text, `v1.<keyId>.<payload>`. */
export interface SealedText {
  keyId: string;
  /** Base64url of initialisation vector, ciphertext and tag. */
  payload: string;
}

/** 28 bytes of vector and tag make 38 characters. */
const SEALED = /^v1\.([0-9a-f]{8})\.([A-Za-z0-9_-]{38,})$/;

/** False for a text that certainly is not sealed; most are told by their beginning. */
export const maybeSealed = (text: string): boolean => text.startsWith('v1.');

/** Takes a sealed text apart; null for any other text, which is a value from before there were keys. */
export function readSealed(text: string): SealedText | null {
  const [, keyId, payload] = SEALED.exec(text) ?? [];
  return keyId === undefined || payload === undefined ? null : { keyId, payload };
}

/** Writes a sealed text. */
export const formatSealed = ({ keyId, payload }: SealedText): string => `v1.${keyId}.${payload}`;

/** What a cipher is bound to: no part of a place can contain the line break between them. */
export const bindingOf = ({ owner, record, field }: SecretPlace): string => `${owner}\n${record}\n${field}`;
