import { readFile } from 'node:fs/promises';
import type { Settings } from '../config/settings.js';
import { UsageError } from '../exit-codes.js';
import { readDevFile, type DevFile } from './dev-file.js';

/** The options that every command takes about where to go and as whom. */
export interface ServiceOptions {
  readonly url?: string;
  readonly keyFile?: string;
  readonly apiKey?: string;
}

export interface Service {
  readonly url: string;
  readonly apiKey: string;
  /** The running `npm start` that this is; null when it is another. */
  readonly dev: DevFile | null;
}

/**
 * Finds where the API is and the key for it: in the options, the environment, or what a running `npm start` has written.
 * The key of `npm start` is used for its own address alone.
 */
export async function findService(options: ServiceOptions, settings: Settings): Promise<Service> {
  const written = await readDevFile(settings.dataDir);
  const url = options.url ?? settings.url ?? written?.apiUrl;
  if (url === undefined) {
    throw new UsageError(
      `There is no Carillon to talk to: set CARILLON_URL or give --url, or start one with \`npm start\` (looked in ${settings.dataDir}).`,
    );
  }
  if (!/^https?:$/.test(protocolOf(url)))
    throw new UsageError(`"${url}" is not the address of a Carillon: http://… or https://….`);
  const dev = written !== null && isSame(written.apiUrl, url) ? written : null;
  const apiKey = options.apiKey ?? (await keyOf(options, settings)) ?? dev?.apiKey;
  if (apiKey !== undefined) return { url, apiKey, dev };
  throw new UsageError(`There is no API key for ${url}: set CARILLON_API_KEY, or give --key-file.`);
}

async function keyOf(options: ServiceOptions, settings: Settings): Promise<string | undefined> {
  if (options.keyFile !== undefined) return readKey(options.keyFile);
  if (settings.apiKey !== undefined) return settings.apiKey;
  return settings.keyFile === undefined ? undefined : readKey(settings.keyFile);
}

async function readKey(path: string): Promise<string> {
  const text = await readFile(path, 'utf8').catch((error: Error) => {
    throw new UsageError(`The key file cannot be read: ${error.message}.`);
  });
  if (text.trim() !== '') return text.trim();
  throw new UsageError(`The key file ${path} is empty.`);
}

function protocolOf(url: string): string {
  return URL.canParse(url) ? new URL(url).protocol : '';
}

const isSame = (a: string, b: string): boolean => new URL(a).origin === new URL(b).origin;
