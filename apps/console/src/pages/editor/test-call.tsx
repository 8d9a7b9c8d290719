import { CarillonError, type DataOf } from '@carillon/client/rest';
import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useAction } from '../../api/use-action';
import { callOf } from './draft-of';
import { useEditorForm } from './editor-form';
import { fieldErrorsOf } from './field-errors';
import { TestResult } from './test-result';
import type { EditorValues } from './values';

/** Calls the target with what is typed, before anything is saved. @param jobId whose stored header values stand behind the mask */
export function TestCall({ jobId }: { jobId: string | null }) {
  const { t } = useTranslation(['editor', 'common']);
  const form = useEditorForm();
  const test = useAction('testJob', { tellsFailure: false, changes: ['account'] });
  const errors = test.error === null ? {} : fieldErrorsOf(test.error, form.values.headers);
  const [problem] = Object.values(errors);
  const run = () =>
    test.mutate(
      { body: testOf(form.values, jobId) },
      {
        onError: (error) => {
          if (error instanceof CarillonError) form.setErrors(fieldErrorsOf(error, form.values.headers));
        },
      },
    );
  return (
    <Stack gap="xs">
      <Group gap="sm">
        <Button
          variant="light"
          leftSection={<IconPlayerPlay size={16} aria-hidden />}
          loading={test.isPending}
          disabled={form.values.url.trim() === ''}
          onClick={run}
        >
          {t('test.button')}
        </Button>
        <Text size="xs" flex={1} miw={200}>
          {t('test.hint')}
        </Text>
      </Group>
      <div aria-live="polite">
        {problem !== undefined && (
          <Alert color="red" title={t('common:error.title')}>
            {problem}
          </Alert>
        )}
        {problem === undefined && test.data !== undefined && (
          <TestResult result={test.data satisfies DataOf<'testJob'>} />
        )}
      </div>
    </Stack>
  );
}

function testOf(values: EditorValues, jobId: string | null) {
  const { target, url, method, headers, body, timeoutMs, successStatus, followRedirects } = callOf(values);
  return {
    ...{ target, url, method, headers, body, successStatus, followRedirects },
    ...(timeoutMs !== undefined && { timeoutMs }),
    ...(jobId !== null && { jobId }),
  };
}
