import { readFile } from 'node:fs/promises';
import { UsageError } from '../exit-codes.js';

/** The JSON object that an option holds, or the file that it names with `@`. Throws UsageError. */
export async function readVariables(given: string): Promise<Record<string, unknown>> {
  const text = given.startsWith('@') ? await readText(given.slice(1)) : given;
  const value = parse(text);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw new UsageError('--variables must be a JSON object, such as {"recipient":"user@example.com"}.');
}

function readText(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: Error) => {
    throw new UsageError(`--variables: the file cannot be read: ${error.message}.`);
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
