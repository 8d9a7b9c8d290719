import { TextInput, type TextInputProps } from '@mantine/core';

/** An instant as the reader's own wall time, typed or picked; empty for none. */
export function InstantInput(props: Omit<TextInputProps, 'type'>) {
  return <TextInput type="datetime-local" step={1} {...props} />;
}
