import { createClient, type CarillonClient } from '@carillon/client/rest';
import type { Language } from '../i18n/languages';
import { headersOf, type Credential } from '../session/credential';

/** A client for the API of the page's own origin. */
export function createApi(credential: Credential, language: Language): CarillonClient {
  const isOperator = credential.kind === 'operator';
  return createClient({
    baseUrl: window.location.origin,
    apiKey: isOperator ? '-' : credential.secret,
    language,
    maxRetries: 1,
    fetch: isOperator ? asOperator(credential) : (input, init) => window.fetch(input, init),
  });
}

/** The operator's token goes into a header of its own, in place of the key. */
function asOperator(credential: Credential): typeof globalThis.fetch {
  return (input, init) => {
    const headers = new Headers(init?.headers);
    headers.delete('authorization');
    for (const [name, value] of Object.entries(headersOf(credential))) headers.set(name, value);
    return window.fetch(input, { ...init, headers });
  };
}
