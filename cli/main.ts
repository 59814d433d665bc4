#!/usr/bin/env node
// The entry of the command line.
import { main } from './program.ts';

// A reader that closes the pipe, such as head, wants no more: the command comes to its own end, and its exit code holds.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });

await main(process.argv.slice(2));
