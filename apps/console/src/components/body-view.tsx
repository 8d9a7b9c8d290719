import { Alert, Badge, Code, Group, ScrollArea, Text } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { CopyAction } from './copy-action';
import { bytesOf, formatBytes, prettyBody } from './body-text';

interface BodyViewProps {
  /** For its accessible name. */
  label: string;
  body: string | null;
  /** The body was longer than what is kept of it. */
  truncated?: boolean;
}

/** A request's or response's body: JSON in lines, anything else as it came, always as plain text. */
export function BodyView({ label, body, truncated = false }: BodyViewProps) {
  const { t } = useTranslation('runs');
  const pretty = useMemo(() => prettyBody(body ?? ''), [body]);
  if (body === null || body === '') return <Text size="sm">{t('body.none')}</Text>;
  return (
    <>
      <Group gap="xs" mb={6}>
        {pretty.isJson && (
          <Badge variant="light" tt="none">
            JSON
          </Badge>
        )}
        <Text size="sm">{formatBytes(bytesOf(body))}</Text>
        <CopyAction value={body} />
      </Group>
      {truncated && (
        <Alert color="yellow" p="xs" mb={6}>
          {t('body.truncated')}
        </Alert>
      )}
      <ScrollArea.Autosize mah={420} type="auto" viewportProps={{ tabIndex: 0, role: 'group', 'aria-label': label }}>
        <Code block style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
          {pretty.text}
        </Code>
      </ScrollArea.Autosize>
    </>
  );
}
