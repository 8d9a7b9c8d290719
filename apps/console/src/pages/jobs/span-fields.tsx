import { SimpleGrid, TextInput } from '@mantine/core';
import { fromLocalInput } from '../../components/local-input';

/** A span of time as typed in two fields. */
export interface TypedSpan {
  from: string;
  to: string;
}

interface SpanFieldsProps {
  span: TypedSpan;
  onChange: (span: TypedSpan) => void;
  labels: Readonly<Record<keyof TypedSpan, string>>;
  error?: string | null;
}

/** Asks for the two ends of a span, in the reader's time. */
export function SpanFields({ span, onChange, labels, error = null }: SpanFieldsProps) {
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }}>
      {(['from', 'to'] as const).map((end) => (
        <TextInput
          key={end}
          type="datetime-local"
          label={labels[end]}
          value={span[end]}
          error={end === 'to' ? error : null}
          onChange={(event) => onChange({ ...span, [end]: event.currentTarget.value })}
        />
      ))}
    </SimpleGrid>
  );
}

/** The span as instants; null when an end is missing or they are the wrong way round. */
export function instantsOf(span: TypedSpan): TypedSpan | null {
  const [from, to] = [fromLocalInput(span.from), fromLocalInput(span.to)];
  return from === null || to === null || from >= to ? null : { from, to };
}
