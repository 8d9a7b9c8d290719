import { Badge, Button, Modal, Stack, Table, Text, Title } from '@mantine/core';
import type { DataOf } from '@carillon/client/rest';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useOperation } from '../../api/use-operation';
import { Loaded } from '../../components/loaded';
import { usePlanFigures, type PlanFigure } from '../../components/plan-figures';
import { OwnSimulation } from './own-simulation';

type Plan = DataOf<'listOfferedPlans'>[number];

const FIGURES: readonly PlanFigure[] = [
  'maxJobs',
  'monthlyRuns',
  'minIntervalSeconds',
  'dailyApiCalls',
  'requestsPerMinute',
  'logRetentionDays',
  'maxTimeoutMs',
];

/** The plans side by side; a change to each can be tried out. */
export function PlanTable({ current }: { current: string }) {
  const { t } = useTranslation('account');
  const plans = useOperation('listOfferedPlans', {});
  const [wanted, setWanted] = useState<string | null>(null);
  const close = () => setWanted(null);
  return (
    <Stack gap="xs">
      <Title order={2} size="h4">
        {t('usage.compare')}
      </Title>
      <Text size="sm" c="dimmed">
        {t('usage.compareHint')}
      </Text>
      <Loaded of={plans}>{(list) => <Comparison plans={list} current={current} onTry={setWanted} />}</Loaded>
      <Modal
        opened={wanted !== null}
        onClose={close}
        size="lg"
        title={t('simulation.title', { from: current, to: wanted ?? '' })}
      >
        {wanted !== null && <OwnSimulation plan={wanted} close={close} />}
      </Modal>
    </Stack>
  );
}

function Comparison({
  plans,
  current,
  onTry,
}: {
  plans: readonly Plan[];
  current: string;
  onTry: (plan: string) => void;
}) {
  const { t } = useTranslation('account');
  const say = usePlanFigures();
  return (
    <Table.ScrollContainer
      minWidth={640}
      scrollAreaProps={{ viewportProps: { tabIndex: 0, 'aria-label': t('usage.compare') } }}
    >
      <Table withTableBorder>
        <Table.Thead>
          <Table.Tr>
            <Table.Td />
            {plans.map(({ name }) => (
              <Table.Th key={name} scope="col">
                {name} {name === current && <Badge size="sm">{t('usage.current')}</Badge>}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {FIGURES.map((figure) => (
            <Table.Tr key={figure}>
              <Table.Th scope="row">{t(`usage.figures.${figure}`)}</Table.Th>
              {plans.map((plan) => (
                <Table.Td key={plan.name}>{say(figure, plan[figure])}</Table.Td>
              ))}
            </Table.Tr>
          ))}
          <Table.Tr>
            <Table.Td />
            {plans.map(({ name }) => (
              <Table.Td key={name}>
                {name !== current && (
                  <Button size="xs" variant="light" onClick={() => onTry(name)}>
                    {t('usage.simulate', { plan: name })}
                  </Button>
                )}
              </Table.Td>
            ))}
          </Table.Tr>
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
