import { renderOpenApi } from './create-openapi.js';

process.stdout.write(renderOpenApi());
