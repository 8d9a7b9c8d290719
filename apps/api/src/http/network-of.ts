import { isIPv6 } from 'node:net';

/**
 * What failures of an address are counted by: an IPv4 address itself, an IPv6 address's first 64 bits, since one host
 * has all the others to choose from.
 */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  const [bare = ''] = address.split('%', 1);
  if (!isIPv6(bare)) return address;
  const [head = '', tail = ''] = bare.split('::');
  const before = groupsOf(head);
  const after = groupsOf(tail);
  const zeros = bare.includes('::') ? 8 - before.length - after.length : 0;
  const groups = [...before, ...Array.from({ length: zeros }, () => 0), ...after];
  return `${groups
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(':')}::/64`;
}

/** A dotted end stands for two groups; which ones they are does not matter beyond the 64th bit. */
function groupsOf(part: string): number[] {
  if (part === '') return [];
  return part.split(':').flatMap((group) => (group.includes('.') ? [0, 0] : [parseInt(group, 16)]));
}
