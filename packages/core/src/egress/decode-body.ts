import type { Transform } from 'node:stream';
import { constants, createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib';

/** A body as it can be stored. */
export interface DecodedBody {
  /** Null when the coding is unknown, applied more than once, or broken from the start. */
  bytes: Buffer | null;
  /** More would have come, or could not be decoded. */
  truncated: boolean;
}

const PIECE_BYTES = 16_384;

/** What arrived may end in the middle: then so does what comes out. */
const GZIP = { finishFlush: constants.Z_SYNC_FLUSH, chunkSize: PIECE_BYTES };
const BROTLI = { finishFlush: constants.BROTLI_OPERATION_FLUSH, chunkSize: PIECE_BYTES };

/** One coding each. A body that is coded twice is a bomb more often than a mistake, and is not opened. */
const DECODERS: Readonly<Record<string, (received: Buffer) => Transform>> = {
  gzip: () => createGunzip(GZIP),
  'x-gzip': () => createGunzip(GZIP),
  // Meant with a zlib header, and often sent without.
  deflate: (received) => ((received[0] ?? 0) % 16 === 8 ? createInflate(GZIP) : createInflateRaw(GZIP)),
  br: () => createBrotliDecompress(BROTLI),
};

/**
 * Opens a compressed body whose received part is bounded already, and stops at `maxBytes` of what comes out: a bomb
 * costs no more than a response of that size.
 */
export function decodeBody(received: Buffer, coding: string, maxBytes: number): Promise<DecodedBody> {
  const name = coding.trim().toLowerCase();
  if (name === 'identity' || received.length === 0) return Promise.resolve({ bytes: received, truncated: false });
  const create = Object.hasOwn(DECODERS, name) ? DECODERS[name] : undefined;
  if (create === undefined) return Promise.resolve({ bytes: null, truncated: true });
  return inflate(create(received), received, maxBytes);
}

function inflate(decoder: Transform, received: Buffer, maxBytes: number): Promise<DecodedBody> {
  return new Promise((resolve) => {
    const pieces: Buffer[] = [];
    let room = maxBytes;
    const end = (truncated: boolean) => {
      const bytes = Buffer.concat(pieces);
      resolve({ bytes: truncated && bytes.length === 0 ? null : bytes, truncated });
      decoder.destroy();
    };
    decoder
      .on('data', (piece: Buffer) => {
        const kept = piece.subarray(0, room);
        pieces.push(kept);
        room -= kept.length;
        if (kept.length < piece.length) end(true);
      })
      .on('end', () => end(false))
      .on('error', () => end(true))
      .end(received);
  });
}
