import { Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useEditorForm, useField } from './editor-form';
import { formatJson, looksLikeJson } from './json-text';

/** The body as it is sent, with help where it is JSON. */
export function BodyInput() {
  const { t } = useTranslation('editor');
  const form = useEditorForm();
  const { body } = form.values;
  const pretty = formatJson(body);
  return (
    <Stack gap={6}>
      <Textarea
        label={t('field.body')}
        autosize
        minRows={3}
        maxRows={16}
        spellCheck={false}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
        {...useField('body')}
      />
      {looksLikeJson(body) && (
        <Group justify="space-between" gap="xs">
          <Text size="xs" c={pretty === null ? 'red' : 'dimmed'} role="status">
            {pretty === null ? t('json.invalid') : t('json.valid')}
          </Text>
          <Button
            size="compact-xs"
            variant="default"
            disabled={pretty === null || pretty === body}
            onClick={() => pretty !== null && form.setFieldValue('body', pretty)}
          >
            {t('json.format')}
          </Button>
        </Group>
      )}
    </Stack>
  );
}
