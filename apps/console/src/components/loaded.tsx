import { Skeleton, Stack } from '@mantine/core';
import type { CarillonError } from '@carillon/client/rest';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Failure } from './failure';

interface LoadedProps<Data> {
  of: UseQueryResult<Data, CarillonError>;
  /** How many grey lines stand in while it loads. */
  lines?: number;
  children: (data: Data) => ReactNode;
}

/** Shows what was fetched; before that grey lines, and when it could not be fetched, why. Older data outlives a failure. */
export function Loaded<Data>({ of: query, lines = 4, children }: LoadedProps<Data>) {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.error !== null) return <Failure error={query.error} again={() => void query.refetch()} />;
  return <Loading lines={lines} />;
}

/** Grey lines in the place of what is on its way. */
export function Loading({ lines = 4 }: { lines?: number }) {
  const { t } = useTranslation();
  return (
    <Stack gap="sm" role="status" aria-label={t('status.loading')}>
      {Array.from({ length: lines }, (_, line) => (
        <Skeleton key={line} height={28} />
      ))}
    </Stack>
  );
}
