import { FIGURE_BOUNDS, FIGURES, isPlanName, UNLIMITABLE, type PlanFigures } from '@carillon/core/domain/quota/plan';
import { changePlan } from '@carillon/core/engine/change-plan';
import { editPlan } from '@carillon/core/engine/edit-plan';
import { listPlans } from '@carillon/core/engine/list-plans';
import { describeRestriction } from '@carillon/core/messages/describe-plan-change';
import { UsageError } from './arguments.js';
import type { CommandContext, CommandResult } from './command.js';
import { table } from './table.js';
import { findUser } from './user-commands.js';

type Figure = keyof PlanFigures;

const OPERATOR = { kind: 'command_line' } as const;
const NO_LIMIT = 'none';

/** `--max-jobs` for `maxJobs`. */
const optionOf = (figure: Figure) => figure.replaceAll(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`);
const isUnlimitable = (figure: Figure) => (UNLIMITABLE as readonly string[]).includes(figure);

/** The options of `plan set`: one for each figure. */
export const FIGURE_OPTIONS = Object.fromEntries(
  FIGURES.map((figure) => [optionOf(figure), isUnlimitable(figure) ? `<number|${NO_LIMIT}>` : '<number>']),
);

/** `plan list` */
export async function showPlans({ db }: CommandContext): Promise<CommandResult> {
  const plans = await listPlans(db);
  const rows = plans.map((plan) => [plan.name, ...FIGURES.map((figure) => String(plan[figure] ?? NO_LIMIT))]);
  const head = ['NAME', ...FIGURES.map((figure) => optionOf(figure).toUpperCase())];
  return { text: table(head, rows), data: plans };
}

/** `plan set` */
export async function setPlan({ db, operands, options }: CommandContext): Promise<CommandResult> {
  const name = operands[0] ?? '';
  if (!isPlanName(name)) throw new UsageError(`"${name}" cannot be a plan's name: capitals, digits and underscores.`);
  const figures = readFigures(options);
  const outcome = await editPlan(db, { name, figures, actor: OPERATOR });
  switch (outcome.kind) {
    case 'figures_missing':
      throw new UsageError(
        `There is no plan "${name}", and a new one needs ${outcome.figures.map((figure) => `--${optionOf(figure)}`).join(', ')} too.`,
      );
    case 'added':
      return { text: `Added the plan ${name}.`, data: outcome.plan };
    case 'edited':
      return { text: `Changed the plan ${name}. Its figures count for what comes after.`, data: outcome.plan };
    case 'unchanged':
      return { text: `The plan ${name} has these figures already.`, data: outcome.plan };
  }
}

/** `user plan` */
export async function putOnPlan({ db, operands, quotaTimezone }: CommandContext): Promise<CommandResult> {
  const [wanted = '', plan = ''] = operands;
  const user = await findUser(db, wanted);
  const outcome = await changePlan(db, { quotaTimezone }, { userId: user.id, plan, actor: OPERATOR });
  if (outcome.kind === 'no_such_user') throw new Error(`The user "${wanted}" was deleted meanwhile.`);
  if (outcome.kind === 'unknown_plan') {
    throw new UsageError(`There is no plan "${plan}": the plans are ${outcome.plans.join(', ')}.`);
  }
  const { from, to, change } = outcome;
  const data = { changed: from.name !== to.name, oldPlan: from.name, newPlan: to.name, ...change };
  if (!data.changed) return { text: `${user.email} is on the plan ${plan} already.`, data };
  const restrictions = change.restrictions.map((restriction) => describeRestriction(restriction, 'en'));
  return { text: [`${user.email} is now on ${to.name}, no longer on ${from.name}.`, ...restrictions].join('\n'), data };
}

function readFigures(options: Readonly<Record<string, string>>): Partial<PlanFigures> {
  const given = FIGURES.flatMap((figure) => {
    const text = options[optionOf(figure)];
    return text === undefined ? [] : [[figure, readFigure(figure, text)] as const];
  });
  return Object.fromEntries(given);
}

function readFigure(figure: Figure, text: string): number | null {
  if (text === NO_LIMIT && isUnlimitable(figure)) return null;
  const { min, max } = FIGURE_BOUNDS[figure];
  if (/^\d+$/.test(text) && Number(text) >= min && Number(text) <= max) return Number(text);
  const orNone = isUnlimitable(figure) ? `, or "${NO_LIMIT}"` : '';
  throw new UsageError(`--${optionOf(figure)} must be a whole number from ${min} to ${max}${orNone}, not "${text}".`);
}
