import { readFileSync, statSync } from 'node:fs';
import { isIP } from 'node:net';
import type { HostAddress } from './ask-servers.js';

/** Where a machine keeps names of its own. */
export const HOSTS_FILE = process.platform === 'win32' ? 'C:\\Windows\\System32\\drivers\\etc\\hosts' : '/etc/hosts';

/** How long what was read is taken for current. */
const LOOK_AGAIN_AFTER_MS = 5_000;

/** Looks names up in a hosts file, read again when it has changed; null for a name that is not there. */
export function openHostsFile(path: string): (name: string) => HostAddress[] | null {
  let names = new Map<string, HostAddress[]>();
  let changedMs = -1;
  let lookAgainAt = 0;
  return (name) => {
    if (performance.now() >= lookAgainAt) {
      lookAgainAt = performance.now() + LOOK_AGAIN_AFTER_MS;
      const found = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
      if (found !== changedMs)
        names = found === 0 ? new Map<string, HostAddress[]>() : parseHosts(readFileSync(path, 'utf8'));
      changedMs = found;
    }
    return names.get(name) ?? null;
  };
}

function parseHosts(text: string): Map<string, HostAddress[]> {
  const names = new Map<string, HostAddress[]>();
  for (const line of text.split('\n')) {
    const [address = '', ...aliases] = (line.split('#', 1)[0] ?? '').trim().split(/\s+/);
    const family = isIP(address);
    if (family === 0) continue;
    for (const alias of aliases.map((name) => name.toLowerCase())) {
      names.set(alias, [...(names.get(alias) ?? []), { address, family }]);
    }
  }
  return names;
}
