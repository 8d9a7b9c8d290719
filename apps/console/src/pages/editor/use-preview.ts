import { CarillonError, type DataOf } from '@carillon/client/rest';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useApi } from '../../session/session';
import { fieldErrorsOf, type FieldErrors } from './field-errors';
import { scheduleDraftOf, type ScheduleDraft } from './schedule-draft';
import type { EditorValues } from './values';

export type Firing = DataOf<'previewSchedule'>[number];

export interface Preview {
  /** Empty while there is none, or where it cannot be worked out. */
  firings: readonly Firing[];
  errors: FieldErrors;
  isFetching: boolean;
  isKnown: boolean;
}

const COUNT = 10;
const PAUSE_MS = 350;
/** Instants do not change under a schedule; only the first ones pass. */
const FRESH_MS = 60_000;

/** The next instants of what is typed, asked for once the typing pauses. @param from null for now */
export function usePreview(values: EditorValues, from: string | null): Preview {
  const api = useApi();
  const typed = JSON.stringify(scheduleDraftOf(values));
  const [asked] = useDebouncedValue(typed, PAUSE_MS);
  const { data, error, isFetching } = useQuery({
    queryKey: ['preview', asked, from],
    queryFn: ({ signal }) => {
      const query = { count: COUNT, explain: 'true' as const, ...(from !== null && { from }) };
      return api.previewSchedule({ query, body: JSON.parse(asked) as ScheduleDraft }, { signal });
    },
    staleTime: FRESH_MS,
    placeholderData: keepPreviousData,
  });
  const errors = error instanceof CarillonError ? fieldErrorsOf(error, []) : {};
  return { firings: data ?? [], errors, isFetching: isFetching || typed !== asked, isKnown: data !== undefined };
}
