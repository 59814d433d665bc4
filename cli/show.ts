// Shows an exchange to whoever tries a target out: what was sent, what came back, and what the target file read of it.
import { plainText } from '../reporters/index.ts';
import type { Exchange } from '../schemas/run/report.ts';
import { visibleJson } from '../schemas/run/visible-json.ts';

/** An exchange on several lines; `>` stands before what was sent, `<` before what came back. */
export function showExchange({ operation, tookMs, request, response, described, read }: Exchange): string {
  const { status, fault, bytes } = response;
  const answer = status === null ? 'no answer' : `${status} after ${tookMs} ms`;
  const noBody = bytes === null || bytes === 0 ? [] : [`(${bytes} bytes)`];
  const lines = [
    `── ${operation}${described === undefined ? '' : `: ${described}`}`,
    ...message('>', `${request.method} ${request.url}`, request.headers, request.body?.split('\n') ?? []),
    ...message('<', answer, response.headers, response.body?.split('\n') ?? noBody),
    ...(fault === null ? [] : [`  fault   ${fault}`]),
    ...readOf(read),
  ];
  return lines.map(safe).join('\n');
}

function message(mark: string, first: string, headers: Readonly<Record<string, string>>, body: readonly string[]) {
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [first, ...head, ...(body.length === 0 ? [] : ['', ...body])].map((line) => `${mark} ${line}`);
}

/** What the target file picked and read, and the texts for which it has no word. */
function readOf(read: unknown): string[] {
  const { picked = {}, shows, unmapped = [], blocked = [] } = Object(read);
  return [
    ...Object.entries(picked).map(([name, value]) => `  picked  ${name} = ${value}`),
    ...(shows === undefined ? [] : [`  read    ${visibleJson(shows)}`]),
    ...Object.values(unmapped).map((said) => `  !       ${said}`),
    ...Object.values(blocked).map((host) => `  blocked ${host}`),
  ];
}

/** A line without anything that steers a terminal; its indentation stays. */
const safe = (line: string): string => `${/^[ \t]*/u.exec(line)?.[0] ?? ''}${plainText(line)}`;
