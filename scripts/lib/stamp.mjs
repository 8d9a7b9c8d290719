import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { ROOT } from './paths.mjs';

const NOT_SOURCE = new Set(['node_modules', 'dist', 'test', '.turbo', 'coverage', 'results']);

/** One hash over the names and contents of files, and over the given words. */
export function hashOf(files, words = []) {
  const hash = createHash('sha256').update(words.join('\0'));
  for (const file of files) hash.update(`\0${relative(ROOT, file)}\0`).update(readFileSync(file));
  return hash.digest('hex');
}

/** Whether the work that `name` stands for was last done for this very hash. */
export function isStamped(name, hash) {
  return existsSync(path(name)) && readFileSync(path(name), 'utf8') === hash;
}

/** Remembers that the work was done. Stamps live in node_modules, so they go when it goes. */
export function stamp(name, hash) {
  mkdirSync(dirname(path(name)), { recursive: true });
  writeFileSync(path(name), hash);
}

/** The folders of all packages of the workspace. */
export function workspaceFolders() {
  const groups = ['apps', 'packages'].flatMap((group) =>
    readdirSync(join(ROOT, group)).map((name) => join(ROOT, group, name)),
  );
  return [...groups, join(ROOT, 'bench'), join(ROOT, 'chaos')]
    .filter((folder) => existsSync(join(folder, 'package.json')))
    .sort();
}

/** Every source file below a folder, in a fixed order. */
export function sourceFiles(folder) {
  const entries = readdirSync(folder, { withFileTypes: true }).filter(({ name }) => !NOT_SOURCE.has(name));
  return entries
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return sourceFiles(path);
      return entry.isFile() ? [path] : [];
    });
}

function path(name) {
  return join(ROOT, 'node_modules', '.carillon', name);
}
