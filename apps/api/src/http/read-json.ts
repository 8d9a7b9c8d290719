import { sentence } from '@carillon/core/messages/say';
import express, { type Request, type Response } from 'express';
import { checkContent } from './check-content.js';
import { invalidInput, Problem } from './problem.js';
import { scanJson } from './scan-json.js';

/** Levels of brackets; deeper values overflow the stack of code that walks them. */
const MAX_DEPTH = 32;

/** Bodies are UTF-8 whatever the sender's byte order mark says; a mark is not JSON. */
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export interface JsonLimits {
  /** Most bytes, counted after decompression. */
  limitBytes: number;
  /** Most levels of brackets; 32 unless said. */
  maxDepth?: number;
  /** No body is an empty object. */
  optional?: boolean;
}

/**
 * Reads a request's body as JSON that is safe to work with.
 * @throws Problem when there is none although there must be, it is not JSON, or holds what no field may hold.
 */
export async function readJson(req: Request, res: Response, limits: JsonLimits): Promise<unknown> {
  const { limitBytes, maxDepth = MAX_DEPTH, optional = false } = limits;
  if (optional && !hasBody(req)) return {};
  if (!hasBody(req)) throw malformed('body_missing');
  checkMediaType(req);
  const bytes = await readBytes(req, res, limitBytes);
  if (bytes.length === 0) throw malformed('body_missing');
  return parse(decode(bytes), maxDepth);
}

function hasBody(req: Request): boolean {
  return req.headers['transfer-encoding'] !== undefined || Number(req.headers['content-length'] ?? 0) > 0;
}

function checkMediaType(req: Request): void {
  const charset = /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(req.headers['content-type'] ?? '')?.[1] ?? 'utf-8';
  if (req.is('application/json') === 'application/json' && /^utf-?8$/i.test(charset)) return;
  throw new Problem('unsupported_media_type', sentence('unsupported_media_type'));
}

/**
 * Reads a request's body; empty when there is none.
 * @throws Problem when it is larger than the limit or cannot be decompressed.
 */
export async function readBytes(req: Request, res: Response, limitBytes: number): Promise<Buffer> {
  const read = express.raw({ type: () => true, limit: limitBytes });
  await new Promise<void>((resolve, reject) => {
    read(req, res, (error?: unknown) => {
      if (error === undefined) resolve();
      else reject(toProblem(error, limitBytes));
    });
  });
  return Buffer.isBuffer(req.body) ? req.body : Buffer.alloc(0);
}

function toProblem(error: unknown, limitBytes: number): Error {
  const type = error instanceof Error && 'type' in error ? error.type : undefined;
  if (type === 'entity.too.large') {
    return new Problem('too_large', sentence('too_large', { limitBytes }), { details: () => ({ limitBytes }) });
  }
  if (type === 'encoding.unsupported') return new Problem('unsupported_media_type', sentence('body_undecodable'));
  return malformed('body_undecodable');
}

function decode(bytes: Buffer): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw malformed('body_not_utf8');
  }
}

function parse(text: string, maximum: number): unknown {
  const scan = scanJson(text, maximum);
  if (scan.tooDeep) throw new Problem('malformed_body', sentence('body_too_deep', { maximum }));
  const value = parseText(text);
  const repeated = scan.repeated.map((path) => ({ path, say: sentence('field_repeated') }));
  const faults = [...repeated, ...checkContent(value)];
  if (faults.length > 0) throw invalidInput(faults);
  return value;
}

function parseText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw malformed('body_not_json');
  }
}

function malformed(key: 'body_missing' | 'body_not_utf8' | 'body_not_json' | 'body_undecodable'): Problem {
  return new Problem('malformed_body', sentence(key));
}
