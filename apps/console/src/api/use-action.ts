import type { CarillonError, DataOf, OperationId, RequestOf } from '@carillon/client/rest';
import { useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { notify } from '../components/notify';
import { useApi } from '../session/session';
import { topicOf, type Topic } from './topics';
import type { Call } from './use-operation';

interface ActionOptions<Id extends OperationId> {
  /** Topics that it changes beside its own. */
  changes?: readonly Topic[];
  /** What is said when it is done; nothing unless given. */
  said?: string;
  /** False where the caller shows the failure itself, a form beside its fields for instance. */
  tellsFailure?: boolean;
  onDone?: (data: DataOf<Id>, request: RequestOf<Id>) => void;
}

/** Changes something by an operation of the API, and has what it changed read again. */
export function useAction<Id extends OperationId>(
  id: Id,
  { changes = [], said, tellsFailure = true, onDone }: ActionOptions<Id> = {},
): UseMutationResult<DataOf<Id>, CarillonError, RequestOf<Id>> {
  const api = useApi();
  const queries = useQueryClient();
  const { t } = useTranslation();
  return useMutation<DataOf<Id>, CarillonError, RequestOf<Id>>({
    mutationFn: (request) => (api[id] as unknown as Call<Id>)(request, {}),
    onSuccess: (data, request) => {
      for (const topic of [topicOf(id), ...changes]) void queries.invalidateQueries({ queryKey: [topic] });
      if (said !== undefined) void notify({ message: said, color: 'teal' });
      onDone?.(data, request);
    },
    onError: (error) => {
      if (tellsFailure) void notify({ title: t('error.title'), message: error.message, color: 'red' });
    },
  });
}
