import { Alert, Button, Card, Stack, Title } from '@mantine/core';
import { IconRestore } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BasicsSection } from './basics-section';
import { ConflictAlert } from './conflict-alert';
import { EditorFormProvider, PreviewContext } from './editor-form';
import { LeaveGuard } from './leave-guard';
import { PolicySections } from './policy-sections';
import { PreviewSection } from './preview-section';
import { SaveBar } from './save-bar';
import { ScheduleSection } from './schedule-section';
import { sectionOf } from './sections';
import { TestCall } from './test-call';
import { useEditor, type EditorSource } from './use-editor';
import { usePreview } from './use-preview';

/** The fields of a job, what they lead to, and saving them. */
export function Editor(source: EditorSource) {
  const { t } = useTranslation('editor');
  const form = useRef<HTMLFormElement>(null);
  const [opened, setOpened] = useState<string[]>([]);
  const onRefused = (fields: readonly string[]) => {
    const sections = fields.map(sectionOf).filter((section) => section !== null);
    setOpened((before) => [...new Set([...before, ...sections])]);
    focusFirstFault(form);
  };
  const editor = useEditor(source, onRefused);
  const [from, setFrom] = useState<string | null>(null);
  const preview = usePreview(editor.form.values, from);
  return (
    <EditorFormProvider form={editor.form}>
      <PreviewContext value={preview}>
        <LeaveGuard isDirty={editor.isDirty} isDone={editor.isDone} onDiscard={editor.dropDraft} />
        <form ref={form} onSubmit={editor.submit} noValidate>
          <Stack maw={880}>
            {editor.isRestored && <DraftAlert onDiscard={editor.discard} />}
            {editor.theirs !== null && <ConflictAlert editor={editor} theirs={editor.theirs} />}
            <Part title={t('basics')}>
              <BasicsSection />
              {editor.form.values.kind === 'http' && <TestCall jobId={source.job?.id ?? null} />}
            </Part>
            <Part title={t('when')}>
              <ScheduleSection />
              <PreviewSection from={from} onFrom={setFrom} />
            </Part>
            <Title order={2} size="h4">
              {t('section.title')}
            </Title>
            <PolicySections opened={opened} onOpened={setOpened} />
            <SaveBar editor={editor} isNew={source.job === null} />
          </Stack>
        </form>
      </PreviewContext>
    </EditorFormProvider>
  );
}

function Part({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <Card withBorder padding="md">
      <Stack>
        <Title order={2} size="h4">
          {title}
        </Title>
        {children}
      </Stack>
    </Card>
  );
}

function DraftAlert({ onDiscard }: { onDiscard: () => void }) {
  const { t } = useTranslation('editor');
  return (
    <Alert color="blue" icon={<IconRestore />} title={t('draft.title')} role="status">
      {t('draft.hint')}{' '}
      <Button size="compact-sm" variant="default" onClick={onDiscard}>
        {t('draft.discard')}
      </Button>
    </Alert>
  );
}

/** A section that was folded has to be unfolded first. */
const UNFOLDED_MS = 120;

function focusFirstFault(form: React.RefObject<HTMLFormElement | null>): void {
  setTimeout(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus(), UNFOLDED_MS);
}
