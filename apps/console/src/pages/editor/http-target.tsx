import { Group, NativeSelect, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { HeadersInput } from '../../components/headers-input';
import { useEditorForm, useField } from './editor-form';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** The call: where to, how, with which headers. */
export function HttpTarget() {
  const { t } = useTranslation('editor');
  const form = useEditorForm();
  const errorOf = (row: number | null) => {
    const error = form.errors[row === null ? 'headers' : `headers.${row}.value`];
    return typeof error === 'string' ? error : undefined;
  };
  const changeHeaders = (headers: typeof form.values.headers) => {
    form.setFieldValue('headers', headers);
    form.setErrors((errors) => Object.fromEntries(Object.entries(errors).filter(([at]) => !at.startsWith('headers'))));
  };
  return (
    <>
      <Group align="flex-start" gap="sm">
        <NativeSelect label={t('field.method')} w={110} data={METHODS} {...useField('method')} />
        <TextInput
          label={t('field.url')}
          required
          type="url"
          flex={1}
          miw={200}
          maxLength={2_048}
          placeholder="https://api.example.com/report"
          {...useField('url')}
        />
      </Group>
      <HeadersInput value={form.values.headers} onChange={changeHeaders} errorOf={errorOf} />
    </>
  );
}
