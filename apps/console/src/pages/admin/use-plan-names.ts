import { useOperation } from '../../api/use-operation';

/** The names of all plans; none until they are known. */
export const usePlanNames = (): string[] => (useOperation('listPlans', {}).data ?? []).map(({ name }) => name);
