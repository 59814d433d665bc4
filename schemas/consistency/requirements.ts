// Checks the table of basic requirements: its rows count up, its units and terms exist, and its grounds cite paragraphs that it has.
import type { Regulation } from '../regulation.ts';
import { type Check, checkParty, checkSequence, checkTerm } from './inconsistency.ts';

/** Tells every inconsistency of the table of basic requirements. */
export function checkRequirements({ requirements }: Regulation, check: Check): void {
  const rows = requirements?.rows ?? [];
  const path = ['requirements', 'rows'];
  checkSequence(
    check.tell,
    rows.map(({ row }) => row),
    'row',
    (n) => [...path, n, 'row'],
  );
  rows.forEach(({ term, party, grounds = [], printed }, n) => {
    if (term !== undefined) checkTerm(check.tell, [...path, n, 'term'], term);
    checkParty(check, [...path, n, 'party'], party);
    grounds.forEach(({ paragraph }, k) => {
      if (paragraph <= printed.length) return;
      check.tell(
        [...path, n, 'grounds', k, 'paragraph'],
        paragraph,
        `the row has ${printed.length} paragraphs`,
        `give the number of one of them, from 1 to ${printed.length}`,
      );
    });
  });
}
