import { DEFAULT_POLICY, policyOf, type PolicyChoices, type RunPolicy } from './run-policy.js';

/** What is said of some fields of `T`: null is the default, and what is left out stays. */
export type Wishes<T> = { readonly [K in keyof T]?: T[K] | null | undefined };

/** What a request says of a policy. Of `retry` too, each field stands for itself. */
export type PolicyWishes = Omit<Wishes<RunPolicy>, 'retry'> & {
  readonly retry?: Wishes<RunPolicy['retry']> | null | undefined;
};

/** The fields of a policy, in the order in which they are shown and stored. */
export const POLICY_FIELDS = Object.keys(DEFAULT_POLICY) as (keyof RunPolicy)[];

/**
 * Carries out wishes on what was chosen before. What equals its default is left out, so that most cron jobs have chosen
 * nothing: null, which a claim passes over without a look.
 */
export function choosePolicy(chosen: PolicyChoices | null, wishes: PolicyWishes): PolicyChoices | null {
  if (Object.keys(wishes).length === 0) return chosen;
  const before = policyOf(chosen);
  const retry = wishes.retry === null ? DEFAULT_POLICY.retry : apply(DEFAULT_POLICY.retry, before.retry, wishes.retry);
  const wished = { ...apply(DEFAULT_POLICY, before, { ...wishes, retry: undefined }), retry };
  const choices = POLICY_FIELDS.filter((field) => !isSame(wished[field], DEFAULT_POLICY[field]));
  return choices.length === 0 ? null : Object.fromEntries(choices.map((field) => [field, wished[field]]));
}

function apply<T extends object>(defaults: T, before: T, wishes: Wishes<T> = {}): T {
  const fields = Object.keys(defaults) as (keyof T)[];
  const valueOf = (field: keyof T): T[keyof T] => {
    const wish = wishes[field];
    if (wish === undefined) return before[field];
    return wish === null ? defaults[field] : wish;
  };
  return Object.fromEntries(fields.map((field) => [field, valueOf(field)])) as T;
}

/** Of values whose fields come in one order, as those of `apply` do. */
const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
