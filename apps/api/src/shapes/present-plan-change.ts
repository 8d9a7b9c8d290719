import type { Disabling, Restriction } from '@carillon/core/domain/quota/change-plan';
import type { WeighedChange } from '@carillon/core/engine/weigh-plan-change';
import { describeDisabling, describeRestriction } from '@carillon/core/messages/describe-plan-change';
import type { Language } from '@carillon/core/messages/messages';
import type { z } from 'zod';
import { MOST_LISTED, type planChange, type planSimulation } from '../schemas/plan.js';

/** Shapes what a change of plan would do, its reasons in the reader's language. */
export function presentSimulation(weighed: WeighedChange, language: Language): z.input<typeof planSimulation> {
  const { from, to, change } = weighed;
  const { jobs, apiKeys } = change;
  return {
    currentPlan: from.name,
    newPlan: to.name,
    isDowngrade: change.isDowngrade,
    jobs: { ...counted(jobs), jobsToDisable: listed(jobs.disable, language) },
    apiKeys: { ...counted(apiKeys), keysToDisable: listed(apiKeys.disable, language) },
    restrictions: change.restrictions.map(inWords(language)),
  };
}

/** Shapes what a change of plan has done. */
export function presentPlanChange(weighed: WeighedChange, language: Language): z.input<typeof planChange> {
  const { from, to, change } = weighed;
  return {
    changed: from.name !== to.name,
    oldPlan: from.name,
    newPlan: to.name,
    restrictions: change.restrictions.map(inWords(language)),
    disabledResources: {
      jobs: listed(change.jobs.disable, language),
      apiKeys: listed(change.apiKeys.disable, language),
    },
  };
}

function counted({ current, limit, disable }: WeighedChange['change']['jobs']) {
  return { current, limit, willBeDisabled: disable.length };
}

function listed(items: readonly Disabling[], language: Language) {
  const first = items.slice(0, MOST_LISTED);
  return first.map(({ id, name, reason }) => ({ id, name, reason: describeDisabling(reason, language) }));
}

const inWords = (language: Language) => (restriction: Restriction) => {
  return { code: restriction.code, message: describeRestriction(restriction, language) };
};
