import { useQueryClient } from '@tanstack/react-query';
import { createContext, use, useCallback, useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CarillonClient } from '@carillon/client/rest';
import { createApi } from '../api/create-api';
import { languageOf } from '../i18n/languages';
import { keepCredential, readCredential, type Credential } from './credential';

interface Session {
  credential: Credential | null;
  /** Null before signing in. */
  api: CarillonClient | null;
  signIn: (credential: Credential) => void;
  signOut: () => void;
}

const SessionContext = createContext<Session | null>(null);

/** Holds who is signed in. Signing out forgets everything that was fetched. */
export function SessionProvider({ children }: { children: ReactNode }) {
  const [credential, setCredential] = useState(readCredential);
  const queries = useQueryClient();
  const { i18n } = useTranslation();
  const language = languageOf(i18n.language);
  const change = useCallback(
    (next: Credential | null) => {
      keepCredential(next);
      queries.clear();
      setCredential(next);
    },
    [queries],
  );
  const session = useMemo<Session>(
    () => ({
      credential,
      api: credential === null ? null : createApi(credential, language),
      signIn: change,
      signOut: () => change(null),
    }),
    [credential, language, change],
  );
  return <SessionContext value={session}>{children}</SessionContext>;
}

/** The session, signed in or not. */
export function useSession(): Session {
  const session = use(SessionContext);
  if (session === null) throw new Error('useSession is used outside SessionProvider');
  return session;
}

/** The API as the one who is signed in; only for what is shown after signing in. */
export function useApi(): CarillonClient {
  const { api } = useSession();
  if (api === null) throw new Error('useApi is used before signing in');
  return api;
}
