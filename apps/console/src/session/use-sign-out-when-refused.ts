import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { isSignedOut } from '../api/query-client';
import { notify } from '../components/notify';
import { useSession } from './session';

/** Goes back to signing in when an answer says that the credential is no longer good: revoked, disabled, expired. */
export function useSignOutWhenRefused(): void {
  const queries = useQueryClient();
  const { signOut } = useSession();
  const { t } = useTranslation();
  useEffect(
    () =>
      queries.getQueryCache().subscribe(({ query }) => {
        if (!isSignedOut(query.state.error)) return;
        void notify({ id: 'signed-out', message: t('error.signedOut'), color: 'red' });
        signOut();
      }),
    [queries, signOut, t],
  );
}
