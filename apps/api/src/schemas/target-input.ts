import {
  checkHeaders,
  checkHeadersSize,
  type HeaderProblem,
  type HeadersProblem,
} from '@carillon/core/domain/target/check-headers';
import { maskedNames } from '@carillon/core/domain/secret/mask';
import { checkUrl, type UrlProblem } from '@carillon/core/domain/target/check-url';
import { sentence, type Sentence } from '@carillon/core/messages/say';
import { z } from 'zod';
import { custom } from '../http/describe-issues.js';

/** What a call sends at most, in bytes of UTF-8. */
const MAX_BODY_BYTES = 65_536;

/** Where a cron job calls. */
export const targetUrl = z
  .string()
  .superRefine((text, ctx) => {
    const problem = checkUrl(text);
    if (problem !== null) ctx.addIssue(custom(describeUrl(problem)));
  })
  .meta({ override: { type: 'string', format: 'uri', maxLength: 2_048 } });

/** The headers of its call, beside those that Carillon sets. */
export const targetHeaders = z
  .record(z.string(), z.string())
  .superRefine((headers, ctx) => {
    const size = checkHeadersSize(headers);
    if (size !== null) ctx.addIssue(custom(describeHeadersSize(size)));
    for (const { name, problem } of checkHeaders(headers)) ctx.addIssue(custom(describeHeader(problem), [name]));
  })
  .meta({ override: { maxProperties: 50 } });

/** Headers of what is new: there is no value that the mask could stand for. */
export const newTargetHeaders = targetHeaders
  .superRefine((headers, ctx) => {
    for (const name of maskedNames(headers)) ctx.addIssue(custom(sentence('header_mask_without_value'), [name]));
  })
  .meta({ override: { maxProperties: 50 } });

/** The body of its call. */
export const targetBody = z
  .string()
  .superRefine((text, ctx) => {
    if (Buffer.byteLength(text) > MAX_BODY_BYTES) {
      ctx.addIssue(custom(sentence('field_too_many_bytes', { maximum: MAX_BODY_BYTES })));
    }
  })
  .meta({ description: 'At most 64 kB; only with POST, PUT and PATCH.' });

function describeUrl(problem: UrlProblem): Sentence {
  switch (problem.code) {
    case 'too_long':
      return sentence('field_too_long', problem);
    case 'malformed':
      return sentence('url_malformed');
    case 'scheme':
      return sentence('url_scheme');
    case 'userinfo':
      return sentence('url_userinfo');
  }
}

function describeHeader(problem: HeaderProblem): Sentence {
  switch (problem) {
    case 'name_malformed':
      return sentence('header_name_malformed');
    case 'value_control':
      return sentence('header_value_control');
    case 'value_not_latin1':
      return sentence('header_value_not_latin1');
    case 'reserved':
      return sentence('header_reserved');
    case 'repeated':
      return sentence('header_repeated');
  }
}

function describeHeadersSize(problem: HeadersProblem): Sentence {
  return problem.code === 'too_many'
    ? sentence('field_too_many_items', problem)
    : sentence('field_too_many_bytes', problem);
}
