import type { CallError, CallResult } from '../domain/run/outcome.js';

const MAX_HEADERS = 100;
const MAX_HEADER_BYTES = 16_384;

/** Gathers a response as it arrives, bounded. */
export interface Collector {
  head(status: number, headers: Record<string, string | string[] | undefined>): void;
  /** Takes a piece of the body; false when there is enough and the rest need not be read. */
  take(chunk: Buffer): boolean;
  result(error: CallError | null): Omit<CallResult, 'durationMs' | 'error'>;
}

/** Keeps at most `maxBytes` of the body. */
export function createCollector(maxBytes: number): Collector {
  let status = 0;
  let headers: Record<string, string> = {};
  const chunks: Buffer[] = [];
  let room = maxBytes;
  let truncated = false;
  return {
    head(code, received) {
      status = code;
      headers = boundedHeaders(received);
    },
    take(chunk) {
      truncated = chunk.length > room;
      const kept = truncated ? chunk.subarray(0, room) : chunk;
      chunks.push(kept);
      room -= kept.length;
      return !truncated;
    },
    result: () => ({
      status,
      headers,
      truncated,
      body: status === 0 ? null : storable(textOf(chunks)),
    }),
  };
}

function boundedHeaders(received: Record<string, string | string[] | undefined>): Record<string, string> {
  const kept: Record<string, string> = {};
  let room = MAX_HEADER_BYTES;
  for (const [name, value] of Object.entries(received).slice(0, MAX_HEADERS)) {
    const text = storable(Array.isArray(value) ? value.join(', ') : (value ?? ''));
    room -= name.length + text.length;
    if (room < 0) break;
    kept[name] = text;
  }
  return kept;
}

/** Most responses are one piece; copying it together with nothing would be waste. */
function textOf(chunks: readonly Buffer[]): string {
  const [only] = chunks;
  return (chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks)).toString('utf8');
}

/** Postgres text cannot hold NUL; a target must not be able to make its own outcome unwritable. */
function storable(text: string): string {
  return text.includes('\u0000') ? text.replaceAll('\u0000', '\uFFFD') : text;
}
