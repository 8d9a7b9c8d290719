import type { CarillonClient } from '@carillon/client';
import type { Settings } from '../config/settings.js';
import type { Service } from '../connection/find-service.js';
import type { Terminal } from '../terminal/terminal.js';

/** One use of a command. */
export interface Call<O = object> {
  /** What stands after its words. */
  readonly operands: readonly string[];
  readonly options: O;
  /** `--json`: what goes to stdout is for programs. */
  readonly json: boolean;
  readonly terminal: Terminal;
  readonly settings: Settings;
  /** Where it goes. Throws UsageError when that cannot be found out. */
  readonly service: () => Promise<Service>;
  readonly client: () => Promise<CarillonClient>;
}

export interface Result {
  /** For people. */
  readonly text: string;
  /** For `--json`. Undefined when everything has been written already. */
  readonly data: unknown;
  /** 0 unless said. */
  readonly exitCode?: number;
}
