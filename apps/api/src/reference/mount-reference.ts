import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Express, RequestHandler } from 'express';
import { contextOf } from '../http/context.js';
import { sendStaticFile, staticFile } from '../http/static-files.js';
import { ASSETS, page, POLICY, SCRIPT } from './page.js';

const FOREVER = 'public, max-age=31536000, immutable';

/** Serves the API's reference for people: RapiDoc, from its package, over the document of this very process (ADR 0022). */
export function mountReference(app: Express): void {
  const main = createRequire(import.meta.url).resolve('rapidoc');
  const { version } = JSON.parse(readFileSync(join(dirname(main), '../package.json'), 'utf8')) as { version: string };
  const name = `rapidoc-${version}.js`;
  const file = staticFile(main);
  app.get('/docs', at('/docs'), sendText('html', page(name)));
  app.get(`${ASSETS}/reference.js`, at(ASSETS), sendText('js', SCRIPT));
  app.get(`${ASSETS}/${name}`, at(ASSETS), (req, res, next) => sendStaticFile({ req, res, next }, file, FOREVER));
}

const at =
  (route: string): RequestHandler =>
  (_req, res, next) => {
    contextOf(res).route = route;
    next();
  };

function sendText(type: 'html' | 'js', text: string): RequestHandler {
  return (_req, res) => {
    res.set({ 'Cache-Control': 'no-cache', 'Content-Security-Policy': POLICY }).type(type).send(text);
  };
}
