/** Who does something: a key's holder or the operator, from which network address where there is one; or Carillon itself. */
export type Actor =
  | { kind: 'api_key'; keyId: string; address: string | null }
  | { kind: 'admin_token'; address: string | null }
  | { kind: 'command_line' }
  | { kind: 'system' };
