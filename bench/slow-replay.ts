// A process: sends recorded walks to a portal in a bare loop, and prints how many milliseconds that took. It reads the walks from standard input.
import { text } from 'node:stream/consumers';
import { timed } from './figure.ts';
import { type RecordedWalk, replay } from './recording.ts';

const [url = ''] = process.argv.slice(2);
const walks: RecordedWalk[] = JSON.parse(await text(process.stdin));
console.log(await timed(() => replay(url, walks)));
