import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { ROOT } from './paths.mjs';

const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Runs a program in the root of the repository and resolves with its exit code (128 + signal when a signal ended it). A signal
 * to us is passed on, and we end when the program has. Its output goes to `onOutput`, or straight to ours.
 */
export function run(command, args, { env = {}, onOutput = null, onError = onOutput } = {}) {
  const child = spawn(command, args, {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: onOutput === null ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  });
  child.stdout?.on('data', onOutput);
  child.stderr?.on('data', onError);
  let told = null;
  const forward = (signal) => {
    told = signal;
    child.kill(signal);
  };
  for (const signal of FORWARDED) process.on(signal, forward);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(exitCode(code, signal ?? told)));
  }).finally(() => {
    for (const signal of FORWARDED) process.off(signal, forward);
  });
}

// A program that was asked to stop may call that success; the work is not done all the same.
function exitCode(code, signal) {
  return signal === null ? code : 128 + constants.signals[signal];
}

/** Prints what went wrong in one sentence and ends with 1, or with the code of a program that a signal ended. */
export async function main(work) {
  try {
    process.exitCode = await work();
  } catch (error) {
    if (error.message !== '') console.error(error.message);
    process.exitCode = error.exitCode ?? 1;
  }
}

/** Ends the work when a program did not succeed. A signal from the terminal needs no explanation. */
export function assertSuccess(code, sentence) {
  if (code === 0) return;
  throw Object.assign(new Error(code > 128 ? '' : sentence), { exitCode: code > 128 ? code : 1 });
}
