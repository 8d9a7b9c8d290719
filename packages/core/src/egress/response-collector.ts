const MAX_HEADERS = 100;
const MAX_HEADER_BYTES = 16_384;

type ReceivedHeaders = Record<string, string | string[] | undefined>;

/** Gathers a response as it arrives, and keeps at most so many bytes of its body. */
export class ResponseCollector {
  status = 0;
  headers: Record<string, string> = {};
  truncated = false;
  #chunks: Buffer[] = [];
  #room: number;

  constructor(maxBytes: number) {
    this.#room = maxBytes;
  }

  head(status: number, received: ReceivedHeaders): void {
    this.status = status;
    this.headers = boundedHeaders(received);
  }

  /** Takes a piece of the body; false when there is enough and the rest need not be read. */
  take(chunk: Buffer): boolean {
    this.truncated = chunk.length > this.#room;
    const kept = this.truncated ? chunk.subarray(0, this.#room) : chunk;
    this.#chunks.push(kept);
    this.#room -= kept.length;
    return !this.truncated;
  }

  /** What arrived of the body. Most responses are one piece; copying it together with nothing would be waste. */
  bytes(): Buffer {
    const [only] = this.#chunks;
    return this.#chunks.length === 1 && only !== undefined ? only : Buffer.concat(this.#chunks);
  }
}

function boundedHeaders(received: ReceivedHeaders): Record<string, string> {
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

/** Postgres text cannot hold NUL; a target must not be able to make its own outcome unwritable. */
export function storable(text: string): string {
  return text.includes('\u0000') ? text.replaceAll('\u0000', '\uFFFD') : text;
}

/** What is not UTF-8 grows when it becomes text: cut to so many bytes again, between two characters. */
export function fit(text: string, maxBytes: number): string {
  // No character takes more than three bytes for each of its UTF-16 units.
  if (text.length * 3 <= maxBytes || Buffer.byteLength(text) <= maxBytes) return text;
  const bytes = Buffer.from(text);
  let end = maxBytes;
  while (((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return bytes.toString('utf8', 0, end);
}
