import type { Language } from '@carillon/core/messages/messages';
import type { z } from 'zod';
import type { ErrorCode, Problem } from '../http/problem.js';

/** How one part of the API looks on the wire: the same data and problems, in its own envelope. */
export interface Surface {
  /** The id is the answer's `X-Request-Id`, for envelopes that repeat it. */
  success(message: string, data: unknown, requestId: string): unknown;
  failure(problem: Problem, language: Language, requestId: string): unknown;
  /** The schema of a successful answer that carries `data`, for the documentation. */
  describeSuccess(data: z.ZodType): z.ZodType;
  /** How a failure's code is spelled. */
  nameOf(code: ErrorCode): string;
  /** The schema of every failure. */
  failureSchema: z.ZodType;
}
