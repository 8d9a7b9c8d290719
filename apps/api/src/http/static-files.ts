import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import { sentence } from '@carillon/core/messages/say';
import type { NextFunction, Request, Response } from 'express';
import { Problem } from './problem.js';

/** A file that is served as it lies there, and the names of its compressed copies beside it. */
export interface StaticFile {
  path: string;
  encodings: readonly Encoding[];
}

type Encoding = keyof typeof SUFFIXES;

/** In the order in which we like them. */
const SUFFIXES = { br: '.br', gzip: '.gz' } as const;
const ENCODINGS = Object.keys(SUFFIXES) as Encoding[];

/**
 * The files below a folder by the path of their address, `/assets/index-1a2b.js`; none when there is no such folder. What
 * is not in this list cannot be asked for, whatever a path looks like, and links are not in it.
 */
export function listStaticFiles(folder: string): ReadonlyMap<string, StaticFile> {
  if (!existsSync(folder)) return new Map();
  const plain = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = new Set(plain.map((entry) => join(entry.parentPath, entry.name)));
  const isCopy = (path: string) => Object.values(SUFFIXES).some((suffix) => path.endsWith(suffix));
  const originals = [...paths].filter((path) => !isCopy(path));
  return new Map(originals.map((path) => [addressOf(folder, path), staticFile(path, (copy) => paths.has(copy))]));
}

/** One file with the copies of it that are there. */
export function staticFile(path: string, isThere: (copy: string) => boolean = existsSync): StaticFile {
  return { path, encodings: ENCODINGS.filter((encoding) => isThere(path + SUFFIXES[encoding])) };
}

function addressOf(folder: string, path: string): string {
  return encodeURI(`/${relative(folder, path).replaceAll(sep, '/')}`);
}

export interface Sending {
  req: Request;
  res: Response;
  next: NextFunction;
}

/** Answers with a file, in the best encoding that the client takes and that lies ready. */
export function sendStaticFile({ req, res, next }: Sending, file: StaticFile, cacheControl: string): void {
  const { path, encodings } = file;
  // Ours is the order: browsers take all of them alike.
  const encoding = encodings.find((name) => req.acceptsEncodings(name) === name);
  // It is the same for all languages; and its type is the original's, which the name of a copy does not tell.
  res.removeHeader('Vary');
  res.type(basename(path)).set('Cache-Control', cacheControl).vary('Accept-Encoding');
  if (encoding !== undefined) res.set('Content-Encoding', encoding);
  const sent = encoding === undefined ? path : path + SUFFIXES[encoding];
  // By its folder: what stands above it may have a name of hidden files, as `node_modules/.pnpm` has.
  res.sendFile(basename(sent), { root: dirname(sent), cacheControl: false }, (error) => {
    if (!error || res.headersSent) return;
    // A new build has taken its place since we looked.
    res.set('Cache-Control', 'no-store').removeHeader('Content-Encoding');
    next(new Problem('no_such_route', sentence('no_such_route')));
  });
}
