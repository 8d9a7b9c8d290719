import { Paper, Radio, Stack } from '@mantine/core';

interface Choice<Value extends string> {
  value: Value;
  label: string;
  /** What the choice will do. */
  hint: string;
}

interface ChoiceFieldProps<Value extends string> {
  label: string;
  value: Value;
  choices: readonly Choice<Value>[];
  onChange: (value: Value) => void;
  error?: string | undefined;
}

/** A few choices, each with a sentence that says what it will do. */
export function ChoiceField<Value extends string>({ label, value, choices, onChange, error }: ChoiceFieldProps<Value>) {
  return (
    <Radio.Group label={label} value={value} onChange={onChange} error={error}>
      <Stack gap="xs" mt={6}>
        {choices.map((choice) => (
          <Paper key={choice.value} withBorder p="xs">
            <Radio value={choice.value} label={choice.label} description={choice.hint} />
          </Paper>
        ))}
      </Stack>
    </Radio.Group>
  );
}
