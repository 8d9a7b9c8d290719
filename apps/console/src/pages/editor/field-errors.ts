import type { CarillonError } from '@carillon/client/rest';
import type { Header } from './values';

/** What the API found at fault, by the name of the editor's field; what belongs to no field is under `''`. */
export type FieldErrors = Record<string, string>;

/** The API's sentences at the fields they are about. */
export function fieldErrorsOf(error: CarillonError, headers: readonly Header[]): FieldErrors {
  if (error.details.kind === 'interval_too_short') return { schedule: error.message };
  const { fields } = error.details as { fields?: readonly { field: string; message: string }[] };
  if (!Array.isArray(fields) || fields.length === 0) return { '': error.message };
  const errors: FieldErrors = {};
  for (const { field, message } of fields as readonly { field: string; message: string }[]) {
    errors[placeOf(field, headers)] ??= message;
  }
  return errors;
}

/** The first segments name the input: `successStatus[0]` is the list's, `target.variables.x` the variables'. */
function placeOf(field: string, headers: readonly Header[]): string {
  const header = /^headers\.(.*)$/.exec(field)?.[1];
  if (header !== undefined) {
    const row = headers.findIndex(({ name }) => name.trim() === header);
    return row === -1 ? 'headers' : `headers.${row}.value`;
  }
  const [, first = '', second] = /^(\w+)(?:\.(\w+))?/.exec(field) ?? [];
  return second !== undefined && (first === 'retry' || first === 'target') ? `${first}.${second}` : first;
}
