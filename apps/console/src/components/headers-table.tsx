import { Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** Header names and values, as plain text. */
export function HeadersTable({
  headers,
  caption,
}: {
  headers: Readonly<Record<string, string>> | null;
  caption: string;
}) {
  const { t } = useTranslation();
  const rows = Object.entries(headers ?? {});
  if (rows.length === 0) return <Text size="sm">{t('status.none')}</Text>;
  return (
    <Table captionSide="top" layout="fixed" fz="sm">
      <Table.Caption className="visually-hidden">{caption}</Table.Caption>
      <Table.Tbody>
        {rows.map(([name, value]) => (
          <Table.Tr key={name}>
            <Table.Th scope="row" w="40%" fw={500}>
              {name}
            </Table.Th>
            <Table.Td ff="monospace">{value}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
