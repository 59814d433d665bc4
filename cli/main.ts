#!/usr/bin/env node
// The entry of the command line.
import { watchOver } from './ending.ts';
import { main } from './program.ts';

watchOver(() => main(process.argv.slice(2)));
