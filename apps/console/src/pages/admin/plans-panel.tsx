import { Button, Card, Group, Modal, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { IconPencil, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useOperation } from '../../api/use-operation';
import { Loaded } from '../../components/loaded';
import { usePlanFigures } from '../../components/plan-figures';
import { FIGURES } from './figures';
import type { Plan } from './plan';
import { PlanForm } from './plan-form';

/** The plans and their figures, to be edited. */
export function PlansPanel() {
  const { t } = useTranslation('admin');
  const plans = useOperation('listPlans', {});
  const [edited, setEdited] = useState<Plan | 'new' | null>(null);
  const leave = () => setEdited(null);
  const title = edited === 'new' ? t('plans.create') : t('plans.edit', { name: edited?.name ?? '' });
  return (
    <Stack>
      <Group justify="space-between">
        <Text size="sm" c="dimmed">
          {t('plans.hint')}
        </Text>
        <Button leftSection={<IconPlus size={16} />} onClick={() => setEdited('new')}>
          {t('plans.create')}
        </Button>
      </Group>
      <Loaded of={plans}>
        {(list) => (
          <SimpleGrid cols={{ base: 1, sm: 2, lg: 4 }}>
            {list.map((plan) => (
              <PlanCard key={plan.name} plan={plan} edit={() => setEdited(plan)} />
            ))}
          </SimpleGrid>
        )}
      </Loaded>
      <Modal opened={edited !== null} onClose={leave} title={title}>
        {edited !== null && <PlanForm plan={edited === 'new' ? null : edited} close={leave} />}
      </Modal>
    </Stack>
  );
}

function PlanCard({ plan, edit }: { plan: Plan; edit: () => void }) {
  const { t } = useTranslation(['admin', 'account']);
  const said = usePlanFigures();
  return (
    <Card withBorder>
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h4">
          {plan.name}
        </Title>
        <Button
          size="compact-xs"
          variant="default"
          leftSection={<IconPencil size={12} />}
          aria-label={t('plans.edit', { name: plan.name })}
          onClick={edit}
        >
          {t('action.edit', { ns: 'common' })}
        </Button>
      </Group>
      {FIGURES.map(({ name }) => (
        <Group key={name} justify="space-between" gap="xs">
          <Text size="sm" c="dimmed">
            {t(`usage.figures.${name}`, { ns: 'account' })}
          </Text>
          <Text size="sm">{said(name, plan[name])}</Text>
        </Group>
      ))}
    </Card>
  );
}
