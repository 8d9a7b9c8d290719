import { sentence, type Sentence } from '@carillon/core/messages/say';
import { z } from 'zod';
import { custom, jsonTypeOf } from '../http/describe-issues.js';

/** Any JSON object. It is passed on as it is: no schema walks into it. */
export type JsonObject = Record<string, unknown>;

const DOCUMENTED = { type: 'object' as const, additionalProperties: true };

/** A JSON object of an answer. */
export const jsonObject = z.custom<JsonObject>(isObject).meta({ override: DOCUMENTED });

/** A JSON object of a request; `check` says what else is wrong with it. */
export function jsonObjectInput(check: (value: JsonObject) => Sentence | null) {
  return z
    .custom<JsonObject>(() => true)
    .superRefine((value, ctx) => {
      const problem = isObject(value) ? check(value) : notAnObject(value);
      if (problem !== null) ctx.addIssue(custom(problem));
    })
    .meta({ override: DOCUMENTED });
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function notAnObject(value: unknown): Sentence {
  return value === undefined
    ? sentence('field_required')
    : sentence('field_wrong_type', { expected: 'object', received: jsonTypeOf(value) });
}
