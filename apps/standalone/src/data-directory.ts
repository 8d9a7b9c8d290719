import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { openDirectory } from '@carillon/embedded-db/cluster-location';
import { readJsonFile, writeJsonFile } from './json-file.js';

const marker = z.object({ product: z.literal('carillon'), format: z.literal(1) });

/** The data directory that the environment names, or `.carillon` in the repository. */
export function dataDirectoryPath(given: string | undefined): string {
  return given === undefined ? fileURLToPath(new URL('../../../.carillon', import.meta.url)) : resolve(given);
}

/** Creates the data directory or recognises it as ours. Throws a sentence when it belongs to something else. */
export async function openDataDirectory(path: string): Promise<void> {
  await openDirectory(path).catch((error: NodeJS.ErrnoException) => {
    throw new Error(`The data directory ${path} cannot be made: ${reasons[error.code ?? ''] ?? error.message}.`);
  });
  const entries = await readdir(path).catch((error: NodeJS.ErrnoException) => {
    throw new Error(`The data directory ${path} cannot be read: ${reasons[error.code ?? ''] ?? error.message}.`);
  });
  const file = join(path, 'carillon.json');
  if (entries.length === 0) return writeJsonFile(file, { product: 'carillon', format: 1 });
  if ((await readJsonFile(file, marker)) !== null) return;
  throw new Error(
    `${path} is not a data directory of Carillon, and it is not empty: name another one with CARILLON_DATA_DIR.`,
  );
}

const reasons: Record<string, string> = {
  EEXIST: 'there is a file of that name',
  ENOTDIR: 'a part of its path is a file',
  EACCES: 'this user may not do so',
  EPERM: 'this user may not do so',
  EROFS: 'the file system is read-only',
};
