import type { RequestHandler } from 'express';
import { contextOf } from '../http/context.js';
import { createOpenApi } from '../openapi/create-openapi.js';

/** Serves the document that describes this process's own routes; built once, when first asked for. */
export function serveOpenApi(): RequestHandler {
  let document: string | undefined;
  return (_req, res) => {
    contextOf(res).route = '/openapi.json';
    document ??= JSON.stringify(createOpenApi());
    res.type('application/json').send(document);
  };
}
