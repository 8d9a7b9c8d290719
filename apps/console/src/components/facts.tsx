import { Table } from '@mantine/core';
import type { ReactNode } from 'react';

/** A name and what is known; false leaves it out. */
export type Fact = readonly [name: string, value: ReactNode] | false;

/** Facts about one thing, a row each. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <Table layout="fixed" fz="sm" verticalSpacing={6} horizontalSpacing="xs">
      <Table.Tbody>
        {facts.map(
          (fact) =>
            fact !== false && (
              <Table.Tr key={fact[0]}>
                <Table.Th scope="row" fw={500} w="40%">
                  {fact[0]}
                </Table.Th>
                <Table.Td>{fact[1]}</Table.Td>
              </Table.Tr>
            ),
        )}
      </Table.Tbody>
    </Table>
  );
}
