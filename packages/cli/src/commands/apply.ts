import { confirm } from '../command/confirm.js';
import { defineCommand } from '../command/define-command.js';
import { addYes } from '../command/option-values.js';
import { EXIT, exitCodeOf } from '../exit-codes.js';
import { carryOut, type CarriedOut } from '../plan/carry-out.js';
import { planData } from '../plan/plan-data.js';
import { hasChanges, renderPlan } from '../plan/render-plan.js';
import { addPlanOptions, planFile, type PlanOptions } from './plan-file.js';

/** `carillon apply` */
export const apply = defineCommand<PlanOptions & { yes?: boolean }>({
  usage: 'apply',
  summary: 'Make the server have the jobs that a file says.',
  configure: (command) => addYes(addPlanOptions(command)),
  async run(call) {
    const { terminal, options, json } = call;
    const view = await planFile(call);
    if (!hasChanges(view)) return { text: renderPlan(view), data: { ...NOTHING, plan: planData(view) } };
    // With --json the plan is in the answer; who is asked must see it before.
    if (!json) terminal.out(renderPlan(view));
    else if (options.yes !== true) terminal.say(renderPlan(view));
    if (!(await confirm(terminal, 'Carry this out?', options.yes))) {
      return { text: 'Nothing was changed.', data: { ...NOTHING, plan: planData(view) }, exitCode: EXIT.failed };
    }
    const { client, plan, prune, file } = view;
    const result = await carryOut(client, { plan, scope: file.scope, prune, terminal });
    const { created, changed, pruned, left } = result;
    const failed = result.failures.map(({ name }) => name);
    return {
      text: `\n${summary(result)}`,
      data: { created, changed, pruned, failed, left, plan: planData(view) },
      exitCode: exitCode(result, terminal.stopping.aborted),
    };
  },
});

const NOTHING = { created: 0, changed: 0, pruned: 0, failed: [], left: 0 };

function summary({ created, changed, pruned, failures, left }: CarriedOut): string {
  const failed = failures.length === 0 ? '' : `, ${failures.length} failed`;
  const rest = left === 0 ? '' : `, ${left} not begun`;
  return `${created} created, ${changed} changed, ${pruned} deleted${failed}${rest}.`;
}

function exitCode({ failures, left }: CarriedOut, stopped: boolean): number {
  if (stopped && left > 0) return EXIT.interrupted;
  const [first] = failures;
  return first === undefined ? EXIT.ok : exitCodeOf(first.error);
}
