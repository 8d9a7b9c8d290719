import { UsageError } from '../exit-codes.js';

/** One thing that is wrong with a file. */
export interface Fault {
  readonly line: number;
  /** The field, e.g. `jobs.nightly.schedule`; empty when it is none. */
  readonly field: string;
  readonly message: string;
}

/** Everything that is wrong with a file, told together. */
export class FileFaults extends UsageError {
  constructor(
    readonly path: string,
    readonly faults: readonly Fault[],
  ) {
    super(
      [...faults]
        .sort((a, b) => a.line - b.line)
        .map((fault) => spell(path, fault))
        .join('\n'),
    );
  }
}

const spell = (path: string, { line, field, message }: Fault): string =>
  `${path}:${line}: ${field === '' ? '' : `${field}: `}${message}`;
