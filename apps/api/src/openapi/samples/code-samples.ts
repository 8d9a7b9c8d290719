import type { RouteSpec } from '../../http/define-route.js';
import { curlSample } from './curl-sample.js';
import { sampleRequest } from './sample-request.js';
import { streamSample } from './stream-sample.js';
import { typescriptSample } from './typescript-sample.js';

/** A program that calls an operation, as `x-codeSamples` has them. */
export interface CodeSample {
  lang: string;
  label: string;
  source: string;
}

/** The same request for the shell and for the client. */
export function codeSamples(spec: RouteSpec): CodeSample[] {
  const request = sampleRequest(spec);
  const typescript = spec.mediaType === undefined ? typescriptSample(request) : streamSample(request);
  return [
    { lang: 'Shell', label: 'curl', source: curlSample(request) },
    { lang: 'TypeScript', label: 'TypeScript', source: typescript },
  ];
}
