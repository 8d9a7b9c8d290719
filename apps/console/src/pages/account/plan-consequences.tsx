import { Alert, List, Stack, Table, Text, Title } from '@mantine/core';
import type { DataOf } from '@carillon/client/rest';
import { useTranslation } from 'react-i18next';

type Simulation = DataOf<'simulatePlan'>;

/** What a change of plan would do: what it disables and why, and what else could not be done any more. */
export function PlanConsequences({ simulation: { jobs, apiKeys, restrictions } }: { simulation: Simulation }) {
  const { t } = useTranslation('account');
  const isHarmless = jobs.willBeDisabled === 0 && apiKeys.willBeDisabled === 0 && restrictions.length === 0;
  if (isHarmless) return <Alert color="teal">{t('simulation.nothing')}</Alert>;
  return (
    <Stack>
      {restrictions.length > 0 && (
        <Alert color="orange">
          <List size="sm">
            {restrictions.map(({ code, message }) => (
              <List.Item key={code}>{message}</List.Item>
            ))}
          </List>
        </Alert>
      )}
      {jobs.willBeDisabled > 0 && (
        <Disabled
          title={t('simulation.jobs', { disabled: jobs.willBeDisabled, current: jobs.current })}
          things={jobs.jobsToDisable}
        />
      )}
      {apiKeys.willBeDisabled > 0 && (
        <Disabled
          title={t('simulation.keys', { disabled: apiKeys.willBeDisabled, current: apiKeys.current })}
          things={apiKeys.keysToDisable}
        />
      )}
    </Stack>
  );
}

function Disabled({ title, things }: { title: string; things: Simulation['jobs']['jobsToDisable'] }) {
  const { t } = useTranslation('account');
  return (
    <div>
      <Title order={3} size="h5" mb={4}>
        {title}
      </Title>
      <Table.ScrollContainer
        minWidth={320}
        mah={320}
        scrollAreaProps={{ viewportProps: { tabIndex: 0, 'aria-label': title } }}
      >
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('simulation.name')}</Table.Th>
              <Table.Th>{t('simulation.reason')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {things.map(({ id, name, reason }) => (
              <Table.Tr key={id}>
                <Table.Td>
                  <Text size="sm">{name}</Text>
                </Table.Td>
                <Table.Td>
                  <Text size="sm">{reason}</Text>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </div>
  );
}
