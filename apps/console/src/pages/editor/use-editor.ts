import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useAction } from '../../api/use-action';
import { keyOf } from '../../api/use-operation';
import { dropDraft, keepDraft, readDraft } from '../../session/drafts';
import { useApi } from '../../session/session';
import { changesOf, draftOf, readVariables } from './draft-of';
import { useNewEditorForm } from './editor-form';
import { fieldErrorsOf, type FieldErrors } from './field-errors';
import { DEFAULTS, valuesOf, type EditorValues, type Job, type JobDraft } from './values';

export interface EditorSource {
  /** The job that is changed, as it is now; null for a new one. */
  job: Job | null;
  initial: EditorValues;
  draftName: string;
}

/** What the changes are made to. */
interface Base {
  values: EditorValues;
  updatedAt: string | null;
}

interface Draft {
  base: Base;
  values: EditorValues;
}

export type EditorState = ReturnType<typeof useEditor>;

/** The state of the editor: what is typed, whether it differs, and how it is saved. @param onRefused gets the fields at fault */
export function useEditor(source: EditorSource, onRefused: (fields: readonly string[]) => void) {
  const { job, draftName } = source;
  const { t } = useTranslation('editor');
  const { base, setBase, form, isDirty, isRestored, isDone } = useKeptForm(source);
  const start = (from: Base) => {
    setBase(from);
    form.setValues(from.values);
    form.setErrors({});
  };
  const fail = (errors: FieldErrors) => {
    form.setErrors(errors);
    onRefused(Object.keys(errors));
  };
  const saving = useSaving(source, { isDone, fail, headers: form.values.headers });
  const theirs = job !== null && job.updatedAt !== base.updatedAt ? job : null;
  useEffect(() => {
    if (theirs !== null && !isDirty) start({ values: valuesOf(theirs), updatedAt: theirs.updatedAt });
  });
  const save = () => {
    const { kind, target } = form.values;
    const isWhole = kind === 'http' || readVariables(target.variables) !== null;
    if (!isWhole) return fail({ 'target.variables': t('json.notObject') });
    if (job === null) return saving.create(draftOf(form.values));
    saving.update(changesOf(base.values, form.values));
  };
  return {
    ...{ form, base, isDirty, isDone, theirs: isDirty ? theirs : null, isRestored: isRestored && isDirty },
    error: saving.error,
    isSaving: saving.isSaving,
    dropDraft: () => dropDraft(draftName),
    discard: () => start({ values: source.initial, updatedAt: job?.updatedAt ?? null }),
    /** Saves although somebody else changed it: only what was changed here is sent. */
    saveOnTop: save,
    submit: (event: SubmitEvent) => {
      event.preventDefault();
      if (job === null) return save();
      void saving.isUnchanged(base.updatedAt).then((isSame) => isSame && save());
    },
  };
}

/** Every field, in one order whoever wrote them down: texts of two are compared. */
const wholeOf = (values: EditorValues): EditorValues => ({ ...DEFAULTS, ...values });

/** The form, begun with what this tab kept of it, and kept with every change. */
function useKeptForm({ job, initial, draftName }: EditorSource) {
  const [kept] = useState(() => readDraft<Draft>(draftName));
  const [base, setBase] = useState<Base>(kept?.base ?? { values: initial, updatedAt: job?.updatedAt ?? null });
  const form = useNewEditorForm({ mode: 'controlled', initialValues: wholeOf(kept?.values ?? initial) });
  const isDone = useRef(false);
  const { values } = form;
  const isDirty = JSON.stringify(wholeOf(values)) !== JSON.stringify(wholeOf(base.values));
  useEffect(() => {
    if (isDone.current) return;
    if (isDirty) keepDraft(draftName, { base, values } satisfies Draft);
    else dropDraft(draftName);
  }, [draftName, base, values, isDirty]);
  return { base, setBase, form, isDirty, isDone, isRestored: kept !== null };
}

interface Saving {
  /** Set once nothing is to be kept or asked any more. */
  isDone: React.RefObject<boolean>;
  fail: (errors: FieldErrors) => void;
  headers: EditorValues['headers'];
}

function useSaving({ job, draftName }: EditorSource, { isDone, fail, headers }: Saving) {
  const { t } = useTranslation('editor');
  const api = useApi();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const onDone = ({ id }: { id: string }) => {
    isDone.current = true;
    dropDraft(draftName);
    void navigate(`/jobs/${encodeURIComponent(id)}`);
  };
  const common = { tellsFailure: false, onDone };
  const creating = useAction('createJob', { ...common, said: t('save.created') });
  const updating = useAction('updateJob', { ...common, said: t('save.saved') });
  const error = creating.error ?? updating.error;
  const options = { onError: (refusal: NonNullable<typeof error>) => fail(fieldErrorsOf(refusal, headers)) };
  const path = { jobId: job?.id ?? '' };
  return {
    error,
    isSaving: creating.isPending || updating.isPending,
    create: (body: JobDraft) => creating.mutate({ body }, options),
    update: (body: ReturnType<typeof changesOf>) => updating.mutate({ path, body }, options),
    /** Asks once more whether the job is as it was; where it cannot be asked, saving itself will tell. */
    isUnchanged: async (updatedAt: string | null): Promise<boolean> => {
      const queryKey = keyOf('getJob', { path });
      const ask = queries.fetchQuery({ queryKey, queryFn: () => api.getJob({ path }), staleTime: 0 });
      return ask.then(
        (latest) => latest.updatedAt === updatedAt,
        () => true,
      );
    },
  };
}
