// A process: reads recorded walks from standard input, sends them to a portal in a bare loop, and prints how many milliseconds it took.
import { text } from 'node:stream/consumers';
import { timed } from './figure.ts';
import { type RecordedWalk, replay } from './recording.ts';

const [url = ''] = process.argv.slice(2);
const walks: RecordedWalk[] = JSON.parse(await text(process.stdin));
console.log(await timed(() => replay(url, walks)));
