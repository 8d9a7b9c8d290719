import { NumberInput } from '@mantine/core';
import { formatMs } from '../../components/format';
import { useEditorForm, useField } from './editor-form';
import { DESCRIPTION_BELOW } from './description-below';

interface MsInputProps {
  label: string;
  path: 'timeoutMs' | 'retry.delayMs' | 'retry.maxDelayMs';
  min: number;
}

const STEP_MS = 1_000;

/** Milliseconds, said in larger units beneath. */
export function MsInput({ label, path, min }: MsInputProps) {
  const { timeoutMs, retry } = useEditorForm().values;
  const value = { timeoutMs, 'retry.delayMs': retry.delayMs, 'retry.maxDelayMs': retry.maxDelayMs }[path];
  return (
    <NumberInput
      label={label}
      description={value === '' ? '–' : formatMs(value)}
      inputWrapperOrder={DESCRIPTION_BELOW}
      suffix=" ms"
      min={min}
      step={STEP_MS}
      allowDecimal={false}
      thousandSeparator=","
      {...useField(path)}
    />
  );
}
