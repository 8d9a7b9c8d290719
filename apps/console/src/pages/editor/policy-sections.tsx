import { Accordion, Group, Stack, Text } from '@mantine/core';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { useEditorForm } from './editor-form';
import { fieldName } from './field-name';
import { CallSection } from './policies/call-section';
import { ClockSection } from './policies/clock-section';
import { FailuresSection } from './policies/failures-section';
import { MissedSection } from './policies/missed-section';
import { OverlapSection } from './policies/overlap-section';
import { RetrySection } from './policies/retry-section';
import { SpanSection } from './policies/span-section';
import { differing, sectionsOf, type Section } from './sections';
import type { EditorValues } from './values';

const BODIES: Readonly<Record<Section, ComponentType>> = {
  call: CallSection,
  retry: RetrySection,
  overlap: OverlapSection,
  missed: MissedSection,
  clock: ClockSection,
  span: SpanSection,
  failures: FailuresSection,
};

interface PolicySectionsProps {
  opened: string[];
  onOpened: (opened: string[]) => void;
}

/** Everything that is well as it is for most jobs, folded; each part tells what of it was chosen. */
export function PolicySections({ opened, onOpened }: PolicySectionsProps) {
  const { values } = useEditorForm();
  return (
    <Accordion multiple variant="separated" order={3} value={opened} onChange={onOpened}>
      {sectionsOf(values.kind).map((section) => {
        const Body = BODIES[section];
        return (
          <Accordion.Item key={section} value={section}>
            <Accordion.Control>
              <SectionLabel section={section} values={values} />
            </Accordion.Control>
            <Accordion.Panel>
              <Stack>
                <Body />
              </Stack>
            </Accordion.Panel>
          </Accordion.Item>
        );
      })}
    </Accordion>
  );
}

function SectionLabel({ section, values }: { section: Section; values: EditorValues }) {
  const { t } = useTranslation('editor');
  const fields = differing(section, values)
    .map(fieldName)
    .filter((name) => name !== null)
    .map((name) => t(`field.${name}`));
  return (
    <Group justify="space-between" gap="xs" pr="xs">
      <Text fw={600}>{t(`section.${section}`)}</Text>
      <Text size="xs" fw={fields.length === 0 ? 400 : 600}>
        {fields.length === 0 ? t('section.asUsual') : t('section.changed', { fields: fields.join(', ') })}
      </Text>
    </Group>
  );
}
