import { isHarmless } from '../commands/jobs/show-headers.js';
import type { HttpCall } from './http-call.js';

/** Takes values of headers out of calls and gives the texts that stand for them in a file of jobs. */
export interface SecretTaker {
  headersOf(call: HttpCall): Record<string, string>;
  /** The values, by the names of their variables. */
  readonly values: ReadonlyMap<string, string>;
}

/** Headers that say who calls, and others whose names give them away. */
const TELLING = /auth|cookie|token|key|secret|password|signature/i;

/** Secrets of one value share a variable, which has its name from the header: `AUTHORIZATION`, `AUTHORIZATION_2`. */
export function secretTaker(): SecretTaker {
  const values = new Map<string, string>();
  const variableFor = (header: string, value: string): string => {
    const stem = header
      .toUpperCase()
      .replace(/\W/g, '_')
      .replace(/^(?=\d)/, '_');
    for (let n = 1; ; n += 1) {
      const name = n === 1 ? stem : `${stem}_${n}`;
      const known = values.get(name);
      if (known === undefined) values.set(name, value);
      if (known === undefined || known === value) return name;
    }
  };
  return {
    values,
    headersOf({ headers }) {
      const entries = headers.map(([name, value]): [string, string] => {
        const isSecret = !isHarmless(name) && TELLING.test(name);
        return [name, isSecret ? `\${${variableFor(name, value)}}` : value.replaceAll('${', '$${')];
      });
      return Object.fromEntries(entries);
    },
  };
}
