import { defineCommand } from '../command/define-command.js';
import { EXIT } from '../exit-codes.js';
import { planData } from '../plan/plan-data.js';
import { hasChanges, renderPlan } from '../plan/render-plan.js';
import { addPlanOptions, planFile, type PlanOptions } from './plan-file.js';

/** `carillon plan` */
export const plan = defineCommand<PlanOptions & { detailedExitcode?: boolean }>({
  usage: 'plan',
  summary: 'Tell what `apply` would do to make the server have what a file says.',
  configure: (command) => addPlanOptions(command).option('--detailed-exitcode', 'end with 2 when there are changes'),
  async run(call) {
    const view = await planFile(call);
    const exitCode = call.options.detailedExitcode === true && hasChanges(view) ? EXIT.usage : EXIT.ok;
    return { text: renderPlan(view), data: planData(view), exitCode };
  },
});
