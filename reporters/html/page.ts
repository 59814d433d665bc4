// Puts the HTML report together: one file that loads nothing from anywhere, in three languages, of which one is shown.
import { createHash } from 'node:crypto';
import type { Language } from '../../schemas/language.ts';
import { describePlace } from '../../schemas/place.ts';
import type { Regulation } from '../../schemas/regulation.ts';
import type { Exchange, Report } from '../../schemas/run/report.ts';
import { visibleJson } from '../../schemas/run/visible-json.ts';
import { say } from '../../schemas/said.ts';
import { actOf } from '../act/act.ts';
import { type Finding, findingsOf } from '../findings.ts';
import { Voices } from '../language/voices.ts';
import type { RenderOptions } from '../renderer.ts';
import { renderAct } from './act-section.ts';
import { exchangeAnchors } from './anchors.ts';
import { type Annex, annexesOf, type Chapter, drawingKey } from './annexes.ts';
import { renderSearch } from './assertions.ts';
import { renderDrawing } from './drawing.ts';
import { renderExchanges } from './exchanges.ts';
import { type Fragment, type Fragments, fragmentOf, indexAnchors, renderFragments } from './fragments.ts';
import { html, type Markup, trusted } from './markup.ts';
import { type Scene, tellOf } from './scene.ts';
import { SCRIPT } from './script.ts';
import { STYLE } from './style.ts';

const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}'`;

/** The content security policy. It allows only our own style sheet and script, by their hashes, so that injected markup can do nothing. */
const POLICY = [
  "default-src 'none'",
  `style-src ${hashOf(STYLE)}`,
  `script-src ${hashOf(SCRIPT)}`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

const LANGUAGES = ['kk', 'ru', 'en'] as const;
/** What each language calls itself. */
const OWN_NAMES: Readonly<Record<Language, string>> = { kk: 'Қазақша', ru: 'Русский', en: 'English' };
/** How many exchanges stand in one fragment. */
const CHUNK = 50;

/** The whole page. The same report and regulations give the same bytes. */
export function renderPage(
  report: Report,
  regulations: readonly Regulation[],
  { language = 'en', signed = [] }: RenderOptions = {},
): string {
  const act = actOf(report, regulations, { signed });
  const findings = findingsOf(report);
  const exchanges = exchangeAnchors(report);
  const scenes = [language, ...LANGUAGES.filter((one) => one !== language)].map((one): Scene => {
    return { voices: new Voices(one, regulations), report, act, findings, regulations, exchanges };
  });
  const chunks = chunksOf(report, exchanges);
  const names = chunks.map((_, n) => `exchanges-${n}`);
  const told = scenes.map((scene, n) => tellLanguage(scene, names, n === 0));
  const voices = LANGUAGES.flatMap((one) =>
    scenes.filter((scene) => scene.voices.language === one).map((scene) => scene.voices),
  );
  const shared = exchangeFragments(chunks, findings, voices);
  const anchors = { ...told[0]?.anchors, ...indexAnchors(shared, language) };
  const fragments: Fragments = new Map([
    ...told.flatMap((one) => [...one.fragments]),
    ...shared,
    ...drawingFragments(findings, regulations),
    ['index', fragmentOf(visibleJson(anchors))],
  ]);
  const page = html`<!doctype html>
<html lang="${language}"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${titleOf(scenes[0])}</title>
<style>${trusted(STYLE)}</style></head>
<body>
<nav class="languages" aria-label="${OWN_NAMES.kk} / ${OWN_NAMES.ru} / ${OWN_NAMES.en}" hidden>${LANGUAGES.map((one) => html`<button type="button" lang="${one}" aria-pressed="${String(one === language)}">${OWN_NAMES[one]}</button>`)}</nav>
${told.map(({ markup }) => markup)}
${renderFragments(fragments)}<script>${trusted(SCRIPT)}</script>
</body></html>
`;
  return page.toString();
}

const titleOf = (scene: Scene | undefined): string =>
  scene === undefined ? '' : `${scene.voices.tell(scene.act.headline)}: ${scene.report.portal}`;

/** The page in one language, what it is filled with, and in which fragment each anchor stands. */
function tellLanguage(scene: Scene, shared: readonly string[], isShown: boolean) {
  const { language } = scene.voices;
  const chapters = annexesOf(scene);
  const own = ownFragments(scene, chapters);
  return {
    markup: renderLanguage(scene, chapters, shared, isShown),
    fragments: [...own].map(([name, fragment]): [string, Fragment] => [`${language}-${name}`, fragment]),
    anchors: isShown ? indexAnchors(own, language) : {},
  };
}

/** The page in one language: the act, and the annexes, which are filled when they are opened. */
function renderLanguage(
  scene: Scene,
  chapters: readonly Chapter[],
  shared: readonly string[],
  isShown: boolean,
): Markup {
  const { voices } = scene;
  const { language } = voices;
  const t = (said: Parameters<typeof voices.tell>[0]) => voices.tell(said);
  return html`<div class="told" lang="${language}" data-title="${titleOf(scene)}" data-wait="${t(say`It is being opened.`)}" data-old="${t(say`This browser cannot open the annexes: it does not know DecompressionStream.`)}"${isShown ? null : html` hidden`}>
<a class="skip" href="#annexes-${language}">${t(say`Go to the annexes`)}</a>
<main id="act-${language}" class="act">
${renderAct(scene)}
</main>
<section class="annexes" id="annexes-${language}" tabindex="-1" aria-labelledby="annexes-title-${language}"><h2 id="annexes-title-${language}">${t(say`Annexes`)}</h2>
<p class="needs-script">${t(say`The annexes are opened by the script of this page, which asks for nothing from anywhere.`)}</p>
<details class="annex" id="assertions-${language}" data-search><summary><h3>${t(say`All assertions: search and filter`)}</h3></summary><div class="body">${renderSearch(scene)}</div></details>
${chapters.map(({ title, annexes }) => html`<h3 class="chapter">${title}</h3>\n${annexes.map((annex) => renderAnnex(annex, language))}`)}
${shared.length === 0 ? null : html`<details class="annex" id="exchanges-${language}"><summary><h3>${t(say`Exchanges`)}</h3></summary><div class="body">${shared.map((key, n) => renderAnnex({ key, title: html`${t(say`Exchanges from ${n * CHUNK + 1} on`)}`, tone: 'v-none' }, language))}</div></details>`}
</section></div>
`;
}

/** An annex that is closed. Its name is the anchor of whatever it is about, with the language behind it, because each language has one. */
function renderAnnex({ key, title, tone }: Omit<Annex, 'body'>, language: Language): Markup {
  return html`<details class="annex ${tone}" id="${key}-${language}" data-fragment="${key}"><summary><h4>${title}</h4></summary><div class="body"></div></details>
`;
}

/** The fragments of one language: its annexes, and the words by which the assertions are found. */
function ownFragments(scene: Scene, chapters: readonly Chapter[]): Fragments {
  const annexes = chapters.flatMap(({ annexes: some }) => some);
  return new Map([
    ...annexes.map(({ key, body }): [string, Fragment] => [key, body]),
    ['search', fragmentOf(visibleJson(scene.findings.map((finding) => searchRow(finding, scene))))],
  ]);
}

/** What the search knows of an assertion: its number, verdict, family, flow and title, and more words by which it is found. */
function searchRow(finding: Finding, scene: Scene): readonly (string | number)[] {
  const { assertion, verdict, number } = finding;
  const { id, family, regulation, flow, titled, source, printed } = assertion;
  const says = verdict.verdict === 'pass' ? null : (verdict.says.reason ?? verdict.says.actual);
  const words = [id, printed.slice(0, 200), source.map(describePlace).join(' ')];
  if (says !== null) words.push(tellOf(scene, regulation, says).slice(0, 200));
  return [number, verdict.verdict, family, `${regulation}/${flow}`, tellOf(scene, regulation, titled), words.join(' ')];
}

/** The drawings of all flows of the report, which all languages share. */
function drawingFragments(findings: readonly Finding[], regulations: readonly Regulation[]): Fragments {
  const flows = new Map(
    findings.map(({ assertion: { regulation, flow } }) => [drawingKey(regulation, flow), { regulation, flow }]),
  );
  return new Map(
    [...flows].flatMap(([key, { regulation: id, flow }]): [string, Fragment][] => {
      const regulation = regulations.find((one) => one.id === id);
      return regulation?.flows[flow] === undefined
        ? []
        : [[key, fragmentOf(renderDrawing(regulation, flow, findings))]];
    }),
  );
}

type Chunk = readonly (readonly [id: string, anchor: string, exchange: Exchange])[];

function chunksOf({ exchanges }: Report, anchors: ReadonlyMap<string, string>): Chunk[] {
  const all = [...anchors].flatMap(([id, anchor]) => {
    const exchange = exchanges[id];
    return exchange === undefined ? [] : [[id, anchor, exchange] as const];
  });
  const count = Math.ceil(all.length / CHUNK);
  return Array.from({ length: count }, (_, n) => all.slice(n * CHUNK, (n + 1) * CHUNK));
}

/** The exchanges, which all languages share. */
function exchangeFragments(
  chunks: readonly Chunk[],
  findings: readonly Finding[],
  languages: readonly Voices[],
): Fragments {
  const citedBy = new Map<string, Finding[]>();
  for (const finding of findings)
    for (const id of new Set(finding.verdict.evidence)) citedBy.set(id, [...(citedBy.get(id) ?? []), finding]);
  return new Map(chunks.map((chunk, n) => [`exchanges-${n}`, fragmentOf(renderExchanges(chunk, citedBy, languages))]));
}
