import { Presets, SingleBar } from 'cli-progress';
import type { Terminal } from '../terminal/terminal.js';

export interface Progress {
  step(): void;
  end(): void;
}

/** Fewer steps than this are done before a bar could be read. */
const WORTH_A_BAR = 5;

/** A bar on stderr for `total` steps of work; nothing where nobody looks on. */
export function startProgress({ progress: stream }: Terminal, title: string, total: number): Progress {
  if (stream === null || total < WORTH_A_BAR) return { step: () => undefined, end: () => undefined };
  const format = `${title} {bar} {value}/{total}`;
  const bar = new SingleBar({ stream, format, hideCursor: true, clearOnComplete: true }, Presets.shades_classic);
  bar.start(total, 0);
  return { step: () => bar.increment(), end: () => bar.stop() };
}
