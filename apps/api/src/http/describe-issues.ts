import type { JsonType } from '@carillon/core/messages/messages';
import { sentence, type Sentence } from '@carillon/core/messages/say';
import type { z } from 'zod';
import type { Fault } from './problem.js';

type Issue = z.core.$ZodIssue;

/** What a schema's own check says through zod: `ctx.addIssue(custom(sentence(…)))`. */
export function custom(say: Sentence, path: PropertyKey[] = []) {
  return { code: 'custom' as const, path, params: { say } };
}

/**
 * Turns zod's issues into faults with sentences of our own. The schemas must have been asked with `reportInput`, so
 * that a missing field can be told from one of the wrong type.
 */
export function describeIssues(issues: readonly Issue[]): Fault[] {
  return issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ path: [...issue.path, key], say: sentence('field_unknown') }))
      : [{ path: issue.path, say: describe(issue) }],
  );
}

function describe(issue: Issue): Sentence {
  switch (issue.code) {
    case 'invalid_type':
      return describeType(issue.expected, issue.input);
    case 'invalid_value':
      if (issue.input === undefined) return sentence('field_required');
      return sentence('field_one_of', { options: issue.values.map(String) });
    case 'too_small':
      return describeBound(issue.origin, Number(issue.minimum), 'small');
    case 'too_big':
      return describeBound(issue.origin, Number(issue.maximum), 'big');
    case 'invalid_union':
      return describeUnion(issue);
    case 'custom':
      return (issue.params?.say as Sentence | undefined) ?? sentence('field_invalid');
    case 'invalid_format':
    case 'invalid_key':
    case 'invalid_element':
    case 'not_multiple_of':
    case 'unrecognized_keys':
      return sentence('field_invalid');
  }
}

/** Objects told apart by a field: it is not there, or names none of them. */
function describeUnion(issue: z.core.$ZodIssueInvalidUnion): Sentence {
  const { discriminator, input } = issue;
  const options = 'options' in issue ? issue.options : undefined;
  if (discriminator === undefined || options === undefined) return sentence('field_invalid');
  const isAbsent = (input as Record<string, unknown>)[discriminator] === undefined;
  return isAbsent ? sentence('field_required') : sentence('field_one_of', { options: options.map(String) });
}

function describeType(expected: string, input: unknown): Sentence {
  if (input === undefined) return sentence('field_required');
  // Zod's words for JSON's types, where they differ.
  const names: Record<string, JsonType> = { record: 'object', int: 'integer', tuple: 'array' };
  const name = names[expected] ?? (expected as JsonType);
  const received = jsonTypeOf(input);
  // Of the right type, but beyond what it can hold: 1.5 as a whole number, 1e309 as a number.
  if (received === 'number' && name === 'integer') return sentence('field_not_a_whole_number');
  if (received === 'number' && name === 'number') return sentence('field_not_a_finite_number');
  return sentence('field_wrong_type', { expected: name, received });
}

function describeBound(origin: string, bound: number, side: 'small' | 'big'): Sentence {
  const small = side === 'small';
  if (origin === 'string') {
    return small ? sentence('field_too_short', { minimum: bound }) : sentence('field_too_long', { maximum: bound });
  }
  if (origin === 'array') {
    return small
      ? sentence('field_too_few_items', { minimum: bound })
      : sentence('field_too_many_items', { maximum: bound });
  }
  return small ? sentence('field_too_small', { minimum: bound }) : sentence('field_too_big', { maximum: bound });
}

/** What a JSON value is called in messages. */
export function jsonTypeOf(value: unknown): JsonType {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  const type = typeof value;
  return type === 'string' || type === 'number' || type === 'boolean' ? type : 'object';
}
