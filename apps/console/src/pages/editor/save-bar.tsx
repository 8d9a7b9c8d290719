import { Alert, Anchor, Button, Group, List, Paper, Stack } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { fieldErrorsOf } from './field-errors';
import { fieldName } from './field-name';
import type { EditorState } from './use-editor';

/** Saving stays in sight; why it did not work is told beside it. */
export function SaveBar({ editor, isNew }: { editor: EditorState; isNew: boolean }) {
  const { t } = useTranslation(['editor', 'common']);
  const navigate = useNavigate();
  return (
    <Paper withBorder shadow="sm" p="sm" pos="sticky" bottom={8} style={{ zIndex: 2 }}>
      <Stack gap="sm">
        <Problem editor={editor} />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={() => void navigate(-1)}>
            {t('common:action.cancel')}
          </Button>
          <Button type="submit" loading={editor.isSaving} disabled={!isNew && !editor.isDirty}>
            {isNew ? t('save.create') : t('save.save')}
          </Button>
        </Group>
      </Stack>
    </Paper>
  );
}

function Problem({ editor: { error, form } }: { editor: EditorState }) {
  const { t } = useTranslation('editor');
  if (error === null) return null;
  const faults = Object.entries(fieldErrorsOf(error, form.values.headers));
  const say = ([field, message]: [string, string]) => {
    const name = fieldName(field);
    return name === null ? message : `${t(`field.${name}`)}: ${message}`;
  };
  return (
    <Alert
      color="red"
      icon={<IconAlertTriangle />}
      title={t('problem.title')}
      role="alert"
      mah="40vh"
      style={{ overflow: 'auto' }}
    >
      {t('problem.fields')}
      <List size="sm" mt={4}>
        {faults.map((fault) => (
          <List.Item key={fault[0]}>{say(fault)}</List.Item>
        ))}
      </List>
      {error.code === 'plan_limit' && (
        <Anchor component={Link} to="/usage" size="sm" underline="always" c="inherit">
          {t('problem.toUsage')}
        </Anchor>
      )}
    </Alert>
  );
}
