import type { DataOf } from '@carillon/client/rest';

export type Plan = DataOf<'listPlans'>[number];
