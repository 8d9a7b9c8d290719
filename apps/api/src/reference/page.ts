/** Where the page's own files are. The version in the name changes with the content. */
export const ASSETS = '/docs/assets';

/** RapiDoc asks for styles of its own making; scripts are ours alone, and whatever it calls is on this very origin. */
export const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The page of the reference. What it shows, it reads from `/openapi.json`; `load-fonts` would ask another host. */
export const page = (rapidoc: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Carillon API</title>
<link rel="icon" href="data:,">
<style>body { margin: 0 } rapi-doc { height: 100vh }</style>
<script type="module" src="${ASSETS}/${rapidoc}"></script>
<script type="module" src="${ASSETS}/reference.js"></script>
</head>
<body>
<rapi-doc
  load-fonts="false"
  regular-font="system-ui, sans-serif"
  mono-font="ui-monospace, Menlo, Consolas, monospace"
  primary-color="#2f6feb"
  schema-style="table"
  schema-description-expanded="true"
  show-header="false"
  show-method-in-nav-bar="as-colored-text"
  use-path-in-nav-bar="true"
  allow-spec-url-load="false"
  allow-spec-file-load="false"
  allow-server-selection="false"
  persist-auth="false"
></rapi-doc>
<noscript>This page needs JavaScript. What it shows is at <a href="/openapi.json">/openapi.json</a>.</noscript>
</body>
</html>
`;

/**
 * Runs in the browser. RapiDoc has its colours and its layout from attributes, and knows examples by `examples` alone: without
 * the move it would make up bodies of its own.
 */
export const SCRIPT = `const reference = document.querySelector('rapi-doc');
const follow = (query, name, [where, elsewhere]) => {
  const media = matchMedia(query);
  const set = () => reference.setAttribute(name, media.matches ? where : elsewhere);
  media.addEventListener('change', set);
  set();
};
follow('(prefers-color-scheme: dark)', 'theme', ['dark', 'light']);
// On narrow screens there is no list of operations beside the one that is shown.
follow('(min-width: 768px)', 'render-style', ['focused', 'view']);

const openapi = await (await fetch('/openapi.json')).json();
for (const operations of Object.values(openapi.paths)) {
  for (const { requestBody, responses } of Object.values(operations)) {
    for (const { content } of [requestBody ?? {}, ...Object.values(responses)]) {
      for (const media of Object.values(content ?? {})) {
        if (media.example !== undefined) media.examples = { Example: { value: media.example } };
      }
    }
  }
}
reference.loadSpec(openapi);
`;
