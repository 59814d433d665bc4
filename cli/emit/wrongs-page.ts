// Writes the text of docs/wrongs.md, the table of all that can be wrong with what is made of it.
import { THINGS, type Thing, WAYS } from '../../schemas/wrongs.ts';
import { WRONGS } from '../../suites/derive/wrongs-table.ts';

/** The text of the page: for each thing the ways that are tried, with the aspects of the assertions, then the reasons why others are not. */
export const wrongsPage = (): string => `<!-- Emitted by \`npm run emit\` from suites/derive/wrongs-table.ts. -->
# What can be wrong

Every thing with which people deal with a portal, by every way in which it can be wrong. What the text gives a ground for is tried in every flow that
has the thing: the aspects of these assertions stand behind the way. The rest has its reason. \`npx reglament list wrongs\` tells it flow by flow, with
the ids in \`--json\`; a test fails while a pair has neither. What begins with \`owed\` has a ground, and is not tried yet.

${THINGS.map(partOf).join('\n')}`;

function partOf(thing: Thing): string {
  const lines = WAYS.flatMap((way) => {
    const wrong = WRONGS[thing][way];
    if (!('tried' in wrong)) return [];
    const aspects = wrong.tried.map((pattern) => `\`${pattern.replace(/^[*]:/u, '')}\``).join(', ');
    return [`- ${spaced(way)}: ${aspects}${wrong.unless === undefined ? '' : `; none where ${wrong.unless}`}`];
  });
  const reasons = new Map<string, string[]>();
  for (const way of WAYS) {
    const wrong = WRONGS[thing][way];
    if ('tried' in wrong) continue;
    reasons.set(wrong.unless, [...(reasons.get(wrong.unless) ?? []), spaced(way)]);
  }
  const untried = [...reasons].map(([reason, ways]) => `- not tried, ${ways.join(', ')}: ${reason}`);
  return `## ${spaced(thing)}\n\n${[...lines, ...untried].join('\n')}\n`;
}

const spaced = (word: string): string => word.replaceAll('-', ' ');
