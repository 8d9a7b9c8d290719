import { LANGUAGES } from '@carillon/core/messages/messages';
import { sentence } from '@carillon/core/messages/say';
import type { z } from 'zod';
import type {
  oas31,
  ZodObjectInput,
  ZodOpenApiMediaTypeObject,
  ZodOpenApiOperationObject,
  ZodOpenApiResponseObject,
  ZodOpenApiResponsesObject,
} from 'zod-openapi';
import type { RouteSpec } from '../http/define-route.js';
import { STATUS, type ErrorCode, type Problem } from '../http/problem.js';
import { accessErrors, describeSecurity, failureHeaders } from './describe-access.js';
import { codeSamples } from './samples/code-samples.js';

const DEFAULT_LANGUAGE = LANGUAGES[0];
const EXAMPLE_REQUEST_ID = 'req_1641998403200';

/** Describes one operation, with the errors that follow from what it has. */
export function describeOperation(spec: RouteSpec): ZodOpenApiOperationObject {
  return {
    operationId: spec.operationId,
    summary: spec.summary,
    ...(spec.description !== undefined && { description: spec.description }),
    tags: [...spec.tags],
    security: describeSecurity(spec.scope),
    requestParams: {
      ...(spec.params && { path: asObject(spec.params) }),
      ...(spec.query && { query: asObject(spec.query) }),
      ...(spec.headers && { header: asObject(spec.headers) }),
    },
    ...(spec.body && {
      requestBody: {
        required: spec.body.optional !== true,
        content: { 'application/json': { schema: spec.body.schema, example: spec.body.example } },
      },
    }),
    responses: { ...describeSuccesses(spec), ...describeFailures(spec) },
    'x-codeSamples': codeSamples(spec),
  };
}

/** Parameters are declared as objects; the document's types know only that they are some schema. */
const asObject = (schema: z.ZodType) => schema as unknown as ZodObjectInput;

function describeSuccesses(spec: RouteSpec): ZodOpenApiResponsesObject {
  if (spec.mediaType !== undefined) return describeStream(spec, spec.mediaType);
  const message = spec.exampleMessage ?? sentence(spec.status === 201 ? 'created' : 'success');
  const example = spec.surface.success(message(DEFAULT_LANGUAGE), spec.example, EXAMPLE_REQUEST_ID);
  const schema = spec.surface.describeSuccess(spec.response);
  const content = { 'application/json': { schema, example } };
  const responses: ZodOpenApiResponsesObject = {};
  responses[`${spec.status}`] = { description: spec.summary, ...headersOf(spec), content };
  for (const [status, description] of Object.entries(spec.otherStatuses ?? {})) {
    responses[status as `${2}${string}`] = { description, content: { 'application/json': { schema } } };
  }
  return responses;
}

function describeStream(spec: RouteSpec, mediaType: string): ZodOpenApiResponsesObject {
  const content = { [mediaType]: { schema: spec.response, example: spec.example } };
  return { [`${spec.status}` as `${2}${string}`]: { description: spec.summary, ...headersOf(spec), content } };
}

const STRING: oas31.SchemaObject = { type: 'string' };

function headersOf(spec: RouteSpec): Pick<ZodOpenApiResponseObject, 'headers'> {
  const headers = Object.entries(spec.responseHeaders ?? {});
  if (headers.length === 0) return {};
  const described = headers.map(([name, description]) => [name, { description, schema: STRING }] as const);
  return { headers: Object.fromEntries(described) };
}

function describeFailures(spec: RouteSpec): ZodOpenApiResponsesObject {
  const codes: ErrorCode[] = [
    ...(spec.query || spec.body ? (['invalid_input'] as const) : []),
    ...(spec.body ? (['malformed_body', 'too_large', 'unsupported_media_type'] as const) : []),
    ...accessErrors(spec.scope),
    ...(spec.errors ?? []),
  ];
  const responses: ZodOpenApiResponsesObject = {};
  for (const status of new Set(codes.map((code) => STATUS[code]))) {
    const names = codes.filter((code) => STATUS[code] === status).map((code) => spec.surface.nameOf(code));
    const description = [...new Set(names)].join(', ');
    const content = { schema: spec.surface.failureSchema, ...refusalsOf(spec, status) };
    responses[`${status}`] = { description, ...failureHeaders(status), content: { 'application/json': content } };
  }
  return responses;
}

function refusalsOf(spec: RouteSpec, status: number): Pick<ZodOpenApiMediaTypeObject, 'examples'> {
  const shown = Object.entries(spec.exampleRefusals ?? {}).filter(([, problem]) => problem.status === status);
  if (shown.length === 0) return {};
  const render = (problem: Problem) => ({ value: spec.surface.failure(problem, DEFAULT_LANGUAGE, EXAMPLE_REQUEST_ID) });
  return { examples: Object.fromEntries(shown.map(([name, problem]) => [name, render(problem)])) };
}
