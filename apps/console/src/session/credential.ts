/** As whom the console speaks to the API: a key of a user, or the operator's token, which opens the admin pages only. */
export type Credential = { kind: 'key'; secret: string } | { kind: 'operator'; secret: string };

const STORE = 'carillon.credential';

/** The headers that a credential is sent in. */
export const headersOf = ({ kind, secret }: Credential): Record<string, string> =>
  kind === 'key' ? { authorization: `Bearer ${secret}` } : { 'x-admin-token': secret };

/**
 * What this tab was signed in with. A link from `npm start` brings the key in the fragment, which no server and no log
 * sees; it is taken out of the address bar at once.
 */
export function readCredential(): Credential | null {
  const fromLink = /^#key=([\w.~-]+)$/.exec(window.location.hash)?.[1];
  if (fromLink !== undefined) {
    window.history.replaceState(null, '', window.location.pathname + window.location.search);
    const credential: Credential = { kind: 'key', secret: fromLink };
    keepCredential(credential);
    return credential;
  }
  const kept = sessionStorage.getItem(STORE);
  return kept === null ? null : parse(kept);
}

/** Keeps it for this tab, until the tab is closed; null forgets it. */
export function keepCredential(credential: Credential | null): void {
  if (credential === null) sessionStorage.removeItem(STORE);
  else sessionStorage.setItem(STORE, JSON.stringify(credential));
}

function parse(kept: string): Credential | null {
  try {
    const value = JSON.parse(kept) as Partial<Credential>;
    const isWhole = (value.kind === 'key' || value.kind === 'operator') && typeof value.secret === 'string';
    return isWhole ? (value as Credential) : null;
  } catch {
    return null;
  }
}
