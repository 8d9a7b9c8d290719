import type { SecretPlace } from './sealed-text.js';

/** The row that has secrets, and the user whose they are. */
export type SecretRow = Omit<SecretPlace, 'field'>;

/** The place of a header's value; the case of a header's name means nothing. */
export const headerPlace = (row: SecretRow, name: string): SecretPlace => ({
  ...row,
  field: `headers.${name.toLowerCase()}`,
});
