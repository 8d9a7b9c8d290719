/**
 * By how many seconds, 0 to `jitterSeconds`, the due instants of a cron job come later: always the same number for a
 * cron job, and spread evenly over many. (FNV-1a, and murmur3's finish: the ids of one batch differ in few places.)
 */
export function stableOffset(cronJobId: string, jitterSeconds: number): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < cronJobId.length; i += 1) hash = Math.imul(hash ^ cronJobId.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) % (jitterSeconds + 1);
}
