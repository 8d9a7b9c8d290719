import pg from 'pg';
import { percentile } from './statistics.js';

/**
 * What the disk allows: single inserts at a steady rate, each a commit, and nothing else on the server. No service that
 * keeps what it acknowledges can be quicker than this, and on a shared disk its slowest hundredth says most of theirs.
 * @returns latency in milliseconds.
 */
export async function bareInserts(databaseUrl: string, rate: number, seconds: number) {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 10 });
  await pool.query('CREATE TABLE bare_inserts (i int, filler text)');
  const filler = 'x'.repeat(300);
  const tookMs: number[] = [];
  const inserts: Promise<void>[] = [];
  const startedAt = performance.now();
  for (let i = 0; i < rate * seconds; i++) {
    const waitMs = startedAt + (i * 1_000) / rate - performance.now();
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
    const sentAt = performance.now();
    const query = { name: 'bare-insert', text: 'INSERT INTO bare_inserts VALUES ($1, $2)', values: [i, filler] };
    inserts.push(pool.query(query).then(() => void tookMs.push(performance.now() - sentAt)));
  }
  await Promise.all(inserts);
  await pool.end();
  return { p50Ms: percentile(tookMs, 50), p99Ms: percentile(tookMs, 99) };
}
