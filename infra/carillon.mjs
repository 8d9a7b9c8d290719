#!/usr/bin/env node
import process from 'node:process';
import { runCli } from '../apps/standalone/dist/cli.js';

// `carillon` in the image: the commands of `npm run carillon`, without installing or building anything first.
process.exitCode = await runCli(process.argv.slice(2), process.env);
