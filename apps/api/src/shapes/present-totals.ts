import type { Totals } from '@carillon/core/engine/read-totals';
import type { z } from 'zod';
import type { totals } from '../schemas/totals.js';

type PlanTotals = Totals['plans'][number];

/** Shapes the sums of the installation: those of all plans together, and each plan's. */
export function presentTotals({ plans, ledgerRows }: Totals): z.input<typeof totals> {
  const sum = (pick: (plan: PlanTotals) => number) => plans.reduce((total, plan) => total + pick(plan), 0);
  return {
    users: sum((plan) => plan.users),
    jobs: sum((plan) => plan.jobs),
    apiKeys: sum((plan) => plan.apiKeys),
    runs: { thisMonth: sum((plan) => plan.runsThisMonth), total: sum((plan) => plan.runs) },
    ledgerRows,
    plans: plans.map(({ runsThisMonth: thisMonth, runs: total, ...same }) => ({ ...same, runs: { thisMonth, total } })),
  };
}
