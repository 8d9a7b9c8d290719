import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the repository. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The path of a program that the install put below node_modules. */
export function installed(program) {
  return join(ROOT, 'node_modules', '.bin', process.platform === 'win32' ? `${program}.cmd` : program);
}
