import { createFormContext } from '@mantine/form';
import { createContext, use } from 'react';
import type { FieldErrors } from './field-errors';
import type { Preview } from './use-preview';
import type { EditorValues } from './values';

export const [EditorFormProvider, useEditorForm, useNewEditorForm] = createFormContext<EditorValues>();

/** The instants of the schedule as it is typed, for all who explain by them. */
export const PreviewContext = createContext<Preview | null>(null);

export function usePreviewed(): Preview {
  const preview = use(PreviewContext);
  if (preview === null) throw new Error('usePreviewed is used outside the editor');
  return preview;
}

type Field = Parameters<ReturnType<typeof useEditorForm>['getInputProps']>[0];

interface FieldProps {
  value: never;
  checked: never;
  onChange: (next: unknown) => void;
  error: string | undefined;
}

/** What an input needs to be a field of the form; its error may be one that the preview found already. */
export function useField(path: Field, type: 'input' | 'checkbox' = 'input'): Omit<FieldProps, 'value' | 'checked'> {
  const form = useEditorForm();
  const { errors } = usePreviewed();
  const { error, ...props } = form.getInputProps(path, { type }) as FieldProps;
  return { ...props, error: error ?? errorAt(errors, path) };
}

const errorAt = (errors: FieldErrors, path: Field): string | undefined => errors[path as string];
