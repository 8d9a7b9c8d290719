import type { Database } from '@carillon/core/db/client';
import type { Keyring } from '@carillon/core/secrets/keyring';

export interface CommandContext {
  readonly db: Database['db'];
  readonly databaseUrl: string;
  /** What stood after the words of the command. */
  readonly operands: readonly string[];
  readonly options: Readonly<Record<string, string>>;
  readonly defaultPlan: string;
  readonly quotaTimezone: string;
  /** Opens what is sealed in the database. Throws a sentence when there is no key. */
  readonly keyring: () => Promise<Keyring>;
  /** Tells how far it is, apart from the result. */
  readonly say: (line: string) => void;
}

export interface CommandResult {
  /** For people. */
  readonly text: string;
  /** For `--json`. */
  readonly data: unknown;
}

export interface Command {
  /** As typed, e.g. `user create`. */
  readonly words: string;
  readonly operands?: readonly string[];
  readonly required?: Readonly<Record<string, string>>;
  readonly optional?: Readonly<Record<string, string>>;
  readonly summary: string;
  run(context: CommandContext): Promise<CommandResult>;
}
