import { Alert, Button, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useAction } from '../../api/use-action';
import { useOperation } from '../../api/use-operation';
import { Loaded } from '../../components/loaded';
import { PlanConsequences } from './plan-consequences';

/** What a change of one's own plan would do, and the change itself where the server lets users make it. */
export function OwnSimulation({ plan, close }: { plan: string; close: () => void }) {
  const { t } = useTranslation('account');
  const simulation = useOperation('simulatePlan', { query: { plan } });
  const change = useAction('changePlan', {
    said: t('simulation.changed', { plan }),
    changes: ['jobs', 'keys'],
    tellsFailure: false,
    onDone: close,
  });
  return (
    <Loaded of={simulation}>
      {(data) => (
        <Stack>
          <PlanConsequences simulation={data} />
          {change.error !== null && (
            <Alert color="red" role="alert">
              {change.error.status === 403 ? t('simulation.forOperator') : change.error.message}
            </Alert>
          )}
          <Button
            color={data.isDowngrade ? 'red' : 'indigo'}
            loading={change.isPending}
            onClick={() => change.mutate({ body: { plan } })}
          >
            {t('simulation.change', { plan })}
          </Button>
        </Stack>
      )}
    </Loaded>
  );
}
