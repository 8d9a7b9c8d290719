import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { listStaticFiles, type StaticFile } from '../http/static-files.js';

/** What was built of the console. */
export interface Console {
  /** Null: it is not built. */
  page: string | null;
  /** Everything beside the page, by address. */
  files: ReadonlyMap<string, StaticFile>;
}

const PAGE = 'index.html';

/** Reads the console's build once: a new one is served after a restart, never half of each. */
export function openConsole(folder: string): Console {
  const files = new Map(listStaticFiles(folder));
  const isBuilt = files.delete(`/${PAGE}`);
  return { page: isBuilt ? readFileSync(join(folder, PAGE), 'utf8') : null, files };
}
