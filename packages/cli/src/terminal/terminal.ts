/** Where a command speaks to. Results go out, everything else is said: stdout has nothing but what was asked for. */
export interface Terminal {
  /** Writes a piece of the result to stdout. */
  readonly out: (text: string) => void;
  /** Writes a line to stderr. */
  readonly say: (line: string) => void;
  /** Whether somebody is there to be asked. */
  readonly isInteractive: boolean;
  /** Whether stdout may be coloured. */
  readonly color: boolean;
  /** Where progress bars are drawn; null when nobody looks on. */
  readonly progress: NodeJS.WriteStream | null;
  /** Asks on stderr and gives the line that was typed. */
  readonly ask: (question: string) => Promise<string>;
  /** Everything on stdin. */
  readonly readInput: () => Promise<string>;
  /** Aborted by Ctrl-C. */
  readonly stopping: AbortSignal;
}
