#!/usr/bin/env node
// The entry of the command line.
import { main } from './program.ts';

await main(process.argv.slice(2));
