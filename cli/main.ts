#!/usr/bin/env node
// The entry of the command line.
import { main } from './program.ts';

// A reader such as head closes the pipe when it has enough. That is no error: the command runs to its end and keeps its exit code.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });

await main(process.argv.slice(2));
