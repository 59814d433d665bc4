// Portals on which staff mark the form that the documents exist on paper: one that loses the mark fails, one that has none is not judged.
import { describe, expect, it } from 'vitest';
import { type Alter, runAltered } from './altered-simulator.ts';

const MARKED = [
  'passenger-transport-licence/psc',
  'tv-radio-distribution-licence/provider',
  'cultural-property-export-certificate/provider',
  'communications-licence/provider',
];

const verdictsOn = async (alter: Alter) => {
  const found = await Promise.all(
    MARKED.map((flow) => runAltered(`${flow}/attach-documents/{keeps-mark,keeps-document}`, alter)),
  );
  const all = found.flatMap(Object.entries);
  return (aspect: string) => all.flatMap(([id, verdict]) => (id.endsWith(aspect) ? [verdict] : []));
};
const each = (verdict: string) => MARKED.map(() => verdict);

describe('the mark that the documents exist on paper', () => {
  it('is kept on the simulator', async () => {
    expect((await verdictsOn((_, pass) => pass()))('keeps-mark')).toEqual(each('pass'));
  });

  it('fails where it is lost', async () => {
    const verdicts = await verdictsOn(async (asked, pass) => {
      if (asked.body?.onPaper === true) asked.body = { ...asked.body, onPaper: false };
      return pass();
    });
    expect(verdicts('keeps-mark')).toEqual(each('fail'));
    expect(verdicts('keeps-document')).toEqual(each('pass'));
  });

  it('is neither sent to a portal that was written before it nor judged there', async () => {
    const sent: unknown[] = [];
    const verdicts = await verdictsOn(async ({ path, body }, pass) => {
      if (body !== null && 'onPaper' in body) sent.push(body);
      const told = await pass();
      return path === '/' ? { ...told, body: { ...told.body, additions: ['attachments'] } } : told;
    });
    expect(verdicts('keeps-mark')).toEqual(each('not-applicable'));
    expect(verdicts('keeps-document')).toEqual(each('pass'));
    expect(sent).toEqual([]);
  });
});
