import { ActionIcon, Button, Group, Input, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

interface Header {
  name: string;
  value: string;
}

interface HeadersInputProps {
  value: readonly Header[];
  onChange: (headers: Header[]) => void;
  /** Of a row, and of all under null. */
  errorOf: (row: number | null) => string | undefined;
}

/** Stands for a stored value that this key may not see; sent back it keeps what is stored. */
const MASK = '********';

/** Names and values of headers. Values are hidden, since many are somebody's credential. */
export function HeadersInput({ value: headers, onChange, errorOf }: HeadersInputProps) {
  const { t } = useTranslation('editor');
  const change = (row: number, header: Header) => onChange(headers.map((old, i) => (i === row ? header : old)));
  return (
    <Input.Wrapper label={t('field.headers')} labelElement="div" description={t('field.headersHint')}>
      <Stack gap="xs" mt={4} role="group" aria-label={t('field.headers')}>
        {headers.map((header, row) => (
          <HeaderRow
            key={row}
            number={row + 1}
            header={header}
            error={errorOf(row)}
            onChange={(changed) => change(row, changed)}
            onRemove={() => onChange(headers.filter((_, i) => i !== row))}
          />
        ))}
        {errorOf(null) !== undefined && (
          <Text size="xs" c="red" role="alert">
            {errorOf(null)}
          </Text>
        )}
        <Group>
          <Button
            variant="default"
            size="xs"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => onChange([...headers, { name: '', value: '' }])}
          >
            {t('headers.add')}
          </Button>
        </Group>
      </Stack>
    </Input.Wrapper>
  );
}

interface RowProps {
  number: number;
  header: Header;
  error: string | undefined;
  onChange: (header: Header) => void;
  onRemove: () => void;
}

function HeaderRow({ number, header, error, onChange, onRemove }: RowProps) {
  const { t } = useTranslation('editor');
  return (
    <Group gap="xs" align="flex-start" wrap="nowrap">
      <Group gap="xs" align="flex-start" grow preventGrowOverflow={false} flex={1}>
        <TextInput
          aria-label={t('headers.name', { number })}
          placeholder="Authorization"
          autoComplete="off"
          miw={140}
          value={header.name}
          onChange={(event) => onChange({ ...header, name: event.currentTarget.value })}
        />
        <PasswordInput
          aria-label={t('headers.value', { number })}
          autoComplete="off"
          miw={140}
          visibilityToggleButtonProps={{ 'aria-label': t('headers.show') }}
          value={header.value}
          {...(header.value === MASK && {
            description: t('headers.kept'),
            inputWrapperOrder: ['input', 'description', 'error'],
          })}
          error={error}
          onChange={(event) => onChange({ ...header, value: event.currentTarget.value })}
        />
      </Group>
      <ActionIcon
        variant="subtle"
        color="red"
        size={36}
        aria-label={t('headers.remove', { number })}
        onClick={onRemove}
      >
        <IconTrash size={16} />
      </ActionIcon>
    </Group>
  );
}
