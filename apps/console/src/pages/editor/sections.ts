import { DEFAULTS, type EditorValues } from './values';

/** What stands folded below the basics, and the fields that are in each. */
export const SECTIONS = {
  call: ['timeoutMs', 'successStatus', 'followRedirects'],
  retry: ['retry', 'delivery'],
  overlap: ['overlap'],
  missed: ['missed', 'missedWindowSeconds'],
  clock: ['dstGap', 'dstFold'],
  span: ['startAt', 'endAt', 'pausedUntil', 'jitterSeconds'],
  failures: ['autoDisableAfter', 'tags'],
} as const satisfies Record<string, readonly (keyof EditorValues)[]>;
export type Section = keyof typeof SECTIONS;

const OF_CALLS: readonly Section[] = ['call', 'retry'];

/** The sections that the kind of target has. */
export const sectionsOf = (kind: EditorValues['kind']): Section[] =>
  (Object.keys(SECTIONS) as Section[]).filter((section) => kind === 'http' || !OF_CALLS.includes(section));

/** The fields of a section that are not as they are unless chosen. */
export function differing(section: Section, values: EditorValues): (keyof EditorValues)[] {
  return SECTIONS[section].filter((field) => JSON.stringify(values[field]) !== JSON.stringify(DEFAULTS[field]));
}

/** The section that a field is in; null for the basics. */
export function sectionOf(field: string): Section | null {
  const name = field.split('.')[0] ?? '';
  const isIn = (section: Section) => (SECTIONS[section] as readonly string[]).includes(name);
  return (Object.keys(SECTIONS) as Section[]).find(isIn) ?? null;
}
