import { canInstall, findProgram } from './servers/facts.js';
import { installDebian } from './servers/install-debian.js';

/**
 * The path of a program that tests need and that npm does not have. Where it is absent it is installed from the package
 * of Debian named, as root on a Debian; elsewhere this throws the sentence that tells what to install.
 */
export async function ensureProgram(
  program: string,
  { debian }: { debian: string },
  env: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  const there = await findProgram(program, env);
  if (there !== null) return there;
  if (await canInstall(env)) await installDebian(debian);
  const path = await findProgram(program, env);
  if (path !== null) return path;
  throw new Error(
    `The tests need ${program}: install it (on Debian it is in the package ${debian}) and run them again.`,
  );
}
