import { Button, Select, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAction } from '../../api/use-action';
import { useOperation } from '../../api/use-operation';
import { Loaded } from '../../components/loaded';
import { PlanConsequences } from '../account/plan-consequences';
import { usePlanNames } from './use-plan-names';
import type { User } from './user';

/** Chooses a plan for a user, and shows what the change would disable before it is made. */
export function UserPlanForm({ user, close }: { user: User; close: () => void }) {
  const { t } = useTranslation('admin');
  const names = usePlanNames();
  const [plan, setPlan] = useState<string | null>(null);
  return (
    <Stack>
      <Select
        label={t('users.to')}
        placeholder={t('users.choose')}
        data={names.filter((name) => name !== user.plan)}
        value={plan}
        onChange={setPlan}
        data-autofocus
      />
      {plan !== null && <Change key={plan} user={user} plan={plan} close={close} />}
    </Stack>
  );
}

function Change({ user, plan, close }: { user: User; plan: string; close: () => void }) {
  const { t } = useTranslation('account');
  const simulation = useOperation('simulateUserPlan', { query: { userId: user.id, plan } });
  const change = useAction('changeUserPlan', { said: t('simulation.changed', { plan }), onDone: close });
  return (
    <Loaded of={simulation}>
      {(data) => (
        <Stack>
          <PlanConsequences simulation={data} />
          <Button
            color={data.isDowngrade ? 'red' : 'indigo'}
            loading={change.isPending}
            onClick={() => change.mutate({ body: { userId: user.id, plan } })}
          >
            {t('simulation.change', { plan })}
          </Button>
        </Stack>
      )}
    </Loaded>
  );
}
