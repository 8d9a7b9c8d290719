#!/usr/bin/env node
import { readSettings } from './config/settings.js';
import { runCarillon } from './run-carillon.js';
import { processTerminal } from './terminal/process-terminal.js';

const settings = readSettings(process.env);
const terminal = processTerminal(settings.noColor);
process.exitCode = await runCarillon({ argv: process.argv.slice(2), settings, terminal });
