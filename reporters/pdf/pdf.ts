// Prints the act of a check as a PDF: what the HTML report tells, on pages, with the annexes that were asked for.

import type { Language } from '../../schemas/language.ts';
import type { Regulation } from '../../schemas/regulation.ts';
import type { Report } from '../../schemas/run/report.ts';
import { say } from '../../schemas/said.ts';
import { actOf } from '../act/act.ts';
import { findingsOf } from '../findings.ts';
import { renderAct } from '../html/act-section.ts';
import { exchangeAnchors } from '../html/anchors.ts';
import type { Scene } from '../html/scene.ts';
import { Voices } from '../language/voices.ts';
import { plainText, shorten } from '../portal-text.ts';
import type { RenderOptions } from '../renderer.ts';
import { renderAnnex } from './annexes.ts';
import { rowsOf } from './blocks.ts';
import { lettersOf } from './letters.ts';
import { PAGE } from './looks.ts';
import { COLUMN, printPages } from './paper.ts';
import type { Tag } from './row.ts';
import { readTree } from './tree.ts';

/** The most characters of the name of a portal in the running head. */
const MOST_NAME = 60;

/** The PDF. The same report, regulations and options give the same bytes. */
export function renderPdf(
  report: Report,
  regulations: readonly Regulation[],
  { language = 'en', signed = [], annexes = [] }: RenderOptions = {},
): Uint8Array {
  const act = actOf(report, regulations, { signed });
  const voices = new Voices(language, regulations);
  const scene: Scene = {
    ...{ voices, report, act, regulations },
    ...{ findings: findingsOf(report), exchanges: exchangeAnchors(report) },
  };
  const root: Tag = { type: 'Document', children: [] };
  const rows = [renderAct(scene), ...annexes.map((name) => renderAnnex(name, scene))].flatMap((markup) =>
    rowsOf(readTree(markup), { tag: root, width: COLUMN, look: PAGE, tone: null }),
  );
  const portal = lettersOf(shorten(plainText(report.portal), MOST_NAME));
  return printPages(rows, root, {
    language,
    title: `${voices.tell(act.headline)}: ${portal}`,
    keywords: keywordsOf(annexes, language),
    at: new Date(report.finishedAt ?? report.startedAt),
    head: [voices.tell(say`Act of a conformance check`), portal],
    pageNumber: (page, of) => `${voices.own.number(page)} / ${voices.own.number(of)}`,
  });
}

/** What says in the file with which annexes it was made, and in which language, for whoever makes it again. */
const keywordsOf = (annexes: readonly string[], language: Language): string =>
  `annexes: ${annexes.length === 0 ? 'none' : annexes.join(' ')}, language: ${language}`;
