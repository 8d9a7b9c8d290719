import { clean } from '../output/clean.js';
import { firingLine } from '../output/firing-line.js';
import { paint } from '../output/table.js';
import type { SettledJob } from '../file/settled-job.js';
import type { FieldChange } from './compare-job.js';
import type { FireTimes } from './fire-times.js';
import type { ChangedJob, Plan } from './make-plan.js';

export interface PlanView {
  readonly plan: Plan;
  readonly times: ReadonlyMap<string, FireTimes>;
  /** Jobs that are not in the file are going to be deleted. */
  readonly prune: boolean;
  readonly color: boolean;
}

/** Whether carrying it out would write anything. */
export const hasChanges = ({ plan, prune }: Pick<PlanView, 'plan' | 'prune'>): boolean =>
  plan.create.length + plan.change.length + (prune ? plan.leftOver.length : 0) > 0;

/** A plan for people: what becomes of each job that does not stay as it is. */
export function renderPlan(view: PlanView): string {
  const { plan, times, prune, color } = view;
  const marked = (mark: string, style: 'green' | 'yellow' | 'red', text: string) =>
    `${paint({ text: mark, style }, color)} ${clean(text)}`;
  const blocks = [
    ...plan.create.map((job) => [marked('+', 'green', `${job.name} will be created`), ...newLines(job, times)]),
    ...plan.change.map((job) => [
      marked('~', 'yellow', `${job.wanted.name} will be changed (${job.stored.id})`),
      ...changeLines(job, times),
    ]),
    ...plan.leftOver.map(({ name, id }) => [
      prune
        ? marked('-', 'red', `${name} will be deleted (${id})`)
        : marked('?', 'yellow', `${name} is not in the file (${id}); --prune would delete it`),
    ]),
    ...plan.notes.map((note) => [marked('!', 'yellow', note)]),
  ];
  return [...blocks.map((lines) => lines.join('\n')), summary(view)].join('\n\n');
}

function summary({ plan, prune }: PlanView): string {
  const { create, change, leftOver, unchanged } = plan;
  if (!hasChanges({ plan, prune })) return 'No changes.';
  const pruned = prune ? `, ${leftOver.length} to delete` : '';
  return `Plan: ${create.length} to create, ${change.length} to change${pruned}, ${unchanged.length} unchanged.`;
}

function newLines({ name, common, call }: SettledJob, times: PlanView['times']): string[] {
  const { target } = common;
  const what =
    call === null ? `worker job ${target.kind === 'workerJob' ? target.type : ''}` : `${call.method} ${call.url}`;
  const after = times.get(name)?.after ?? [];
  return [
    `    schedule  ${clean(`${common.schedule} (${common.timezone})`)}`,
    `    target    ${clean(what)}`,
    ...after.map((firing, i) => `    ${i === 0 ? 'fires    ' : '         '} ${firingLine(firing)}`),
  ];
}

function changeLines({ wanted, changes }: ChangedJob, times: PlanView['times']): string[] {
  const moved = times.get(wanted.name);
  return [...changes.map((change) => `    ${changeText(change)}`), ...(moved === undefined ? [] : movedLines(moved))];
}

function changeText({ field, from, to, secret }: FieldChange): string {
  if (secret) return `${clean(field)}: (secret) ${from === null ? 'added' : to === null ? 'removed' : 'changed'}`;
  return `${clean(field)}: ${spell(from)} → ${spell(to)}`;
}

const spell = (value: unknown): string => clean(typeof value === 'string' ? value : JSON.stringify(value));

/** Two columns, the old instants beside the new. */
function movedLines({ before, after }: FireTimes): string[] {
  const old = (before ?? []).map(firingLine);
  const fresh = after.map(firingLine);
  const width = Math.max('before'.length, ...old.map((line) => line.length));
  const rows = Array.from(
    { length: Math.max(old.length, fresh.length) },
    (_, i) => [old[i] ?? '–', fresh[i] ?? '–'] as const,
  );
  const lines = [['before', 'after'] as const, ...rows].map(([left, right]) => `${left.padEnd(width)}  ${right}`);
  return lines.map((line, i) => `    ${i === 0 ? 'fires ' : '      '} ${line}`);
}
