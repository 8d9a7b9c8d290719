/** One line of the verdict. */
export interface Finding {
  what: string;
  count: number;
  /** It must not be: any of it fails the run. */
  isFault: boolean;
  /** Some of what was found. */
  examples: string[];
}

const MOST_EXAMPLES = 5;

/** Something that must not be. */
export function fault(what: string, found: readonly string[]): Finding {
  return { what, count: found.length, isFault: true, examples: found.slice(0, MOST_EXAMPLES) };
}

/** Something worth knowing. */
export function figure(what: string, count: number, examples: string[] = []): Finding {
  return { what, count, isFault: false, examples: examples.slice(0, MOST_EXAMPLES) };
}

export function isBad({ isFault, count }: Finding): boolean {
  return isFault && count > 0;
}
