// The clauses beside their text: paragraphs, terms of variants, and items that are told whole.
import { describe, expect, it } from 'vitest';
import { fixturePath } from '../../schemas/fixture.ts';
import { loadRegulation } from '../../schemas/load.ts';
import type { ClauseItem } from '../../schemas/regulation.ts';
import { readClauses } from './seed.ts';
import { flowClauses, itemPairs, itemsIncomplete, termsAstray } from './seed-clauses.ts';
import { textAt } from './seed-place.ts';

describe('a clause beside its text', () => {
  const lines = ['1. Бір:', '1) а;', 'он күн ішінде;', 'екі күн ішінде.', '2) б және в.'];
  const seed = {
    title: '',
    opening: [],
    points: [],
    approval: [],
    sections: [],
    annexes: [],
    ...readClauses(lines),
  };
  const process = { does: 'form', by: null } as const;
  const items: ClauseItem[] = [
    { item: 1, paragraph: 1, remark: 'x', printed: 'а;' },
    {
      ...process,
      item: 1,
      paragraph: 2,
      action: 'one',
      terms: [
        { only: 'a', paragraph: 2, printed: 'он күн' },
        { only: 'b', paragraph: 3, printed: 'үш күн' },
      ],
      printed: 'он күн ішінде; екі күн ішінде.',
    },
    { ...process, item: 2, action: 'two', printed: 'б және' },
    { ...process, item: 2, action: 'three', term: { printed: 'в' }, printed: 'в.' },
  ];
  const written = { id: 'x', clause: 1, title: 'Бір:', items };

  it('counts the numbered line as the first paragraph', () => {
    expect([1, 2, 3, 4].map((paragraph) => textAt(seed, { clause: 1, item: 1, paragraph }))).toEqual([
      'а;',
      'он күн ішінде;',
      'екі күн ішінде.',
      null,
    ]);
    expect(textAt(seed, { clause: 1, paragraph: 1 })).toBe('Бір:');
  });

  it('prints paragraphs each on its own, those of the terms of one entry together, and an item in parts', () => {
    const pairs = itemPairs(seed, written);
    expect(pairs.map(({ written }) => written)).toEqual(['а;', 'он күн ішінде; екі күн ішінде.', 'б және в.']);
    for (const { written, printed } of pairs) expect(written).toBe(printed);
  });

  it('tells terms that are not there, and items that are not written whole', () => {
    expect(termsAstray(seed, written)).toEqual(['{"clause":1,"item":1,"paragraph":3} үш күн']);
    expect(itemsIncomplete(seed, written)).toEqual([]);
    expect(itemsIncomplete(seed, { ...written, items: items.slice(0, 1) })).toEqual(['1/1']);
  });

  it('is every clause that tells a flow, and every one that retells it', () => {
    const regulation = loadRegulation(fixturePath('regulations/communications-licence.yaml'));
    expect(flowClauses(Object.entries(regulation.flows)).map(({ clause }) => clause)).toEqual([9, 10, 8, 5, 6]);
  });
});
