import { packVariables, type PackedVariables, type VariablesFault } from '@carillon/core/domain/worker-job/variables';
import { sentence, type Sentence } from '@carillon/core/messages/say';
import { z } from 'zod';
import { custom, jsonTypeOf } from '../http/describe-issues.js';

/** Any JSON object. It is passed on as it is: no schema walks into it. */
export type JsonObject = Record<string, unknown>;

/** A JSON object of a request, also as it is going to be stored. */
export interface SentObject extends PackedVariables {
  value: JsonObject;
}

export const NOTHING_SENT: SentObject = { value: {}, text: '{}', bytes: 2 };

const DOCUMENTED = { type: 'object' as const, additionalProperties: true };

/** A JSON object of an answer. */
export const jsonObject = z.custom<JsonObject>(isObject).meta({ override: DOCUMENTED });

/** A JSON object of a request: variables, custom headers. */
export const sentObject = z
  .custom<JsonObject>(() => true)
  .meta({ override: DOCUMENTED })
  .transform((value, ctx): SentObject => {
    const packed = isObject(value) ? packVariables(value) : null;
    if (packed !== null && 'text' in packed) return { value, ...packed };
    ctx.addIssue(custom(packed === null ? notAnObject(value) : describeVariablesFault(packed)));
    return z.NEVER;
  })
  .meta({ override: DOCUMENTED });

/** What keeps variables from being stored. */
export function describeVariablesFault(problem: VariablesFault): Sentence {
  switch (problem.fault) {
    case 'too_large':
      return sentence('field_too_many_bytes', { maximum: problem.limitBytes });
    case 'too_deep':
      return sentence('body_too_deep', { maximum: problem.limit });
    case 'forbidden_key':
      return () => `must not have the name "${problem.key}" in it`;
  }
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function notAnObject(value: unknown): Sentence {
  return value === undefined
    ? sentence('field_required')
    : sentence('field_wrong_type', { expected: 'object', received: jsonTypeOf(value) });
}
