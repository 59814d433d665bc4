// Shows assertions with the verdict on each, and the form by which they are searched.
import { FAMILIES } from '../../schemas/run/assertion.ts';
import { say } from '../../schemas/said.ts';
import { tellPlace, tellPlaces } from '../act/printed.ts';
import { type Finding, groupBy, WORST_FIRST } from '../findings.ts';
import { FAMILY_WORDS, sayAttempts, sayKnown, VERDICT_SAID } from '../sentences.ts';
import { erratumAnchor, findingAnchor, placeAnchor } from './anchors.ts';
import { describeExchange } from './exchanges.ts';
import { type Content, html, type Markup } from './markup.ts';
import { type Scene, tellOf, whereOf } from './scene.ts';
import { renderBadge, verdictClass } from './status.ts';

/** Links to findings, the worst first. */
export function renderLinks(findings: readonly Finding[], scene: Scene): Markup {
  const sorted = WORST_FIRST.flatMap((name) => findings.filter(({ verdict }) => verdict.verdict === name));
  return html`<ul class="links">${sorted.map((finding) => {
    const { assertion, verdict } = finding;
    return html`<li>${renderBadge(verdict.verdict, scene.voices)} <a href="#${findingAnchor(finding)}">${tellOf(scene, assertion.regulation, assertion.titled)}</a></li>`;
  })}</ul>`;
}

/** The form that searches all assertions of the report, and the place for what it finds. The script fills both. */
export function renderSearch(scene: Scene): Markup {
  const { findings, voices } = scene;
  const verdicts = WORST_FIRST.filter((name) => findings.some(({ verdict }) => verdict.verdict === name));
  const families = FAMILIES.filter((name) => findings.some(({ assertion }) => assertion.family === name));
  const flows = [...groupBy(findings, ({ assertion }) => `${assertion.regulation}/${assertion.flow}`)];
  const everything = html`<option value="">${voices.own.within(say`all`)}</option>`;
  const t = (said: Parameters<typeof voices.tell>[0]) => voices.tell(said);
  return html`<form class="search" role="search" hidden>
<label>${t(say`Words`)} <input name="text" type="search" autocomplete="off"></label>
<label>${t(say`Verdict`)} <select name="verdict">${everything}${verdicts.map((name) => option(name, t(VERDICT_SAID[name].label)))}</select></label>
<label>${t(say`Family`)} <select name="family">${everything}${families.map((name) => option(name, t(FAMILY_WORDS[name])))}</select></label>
<label>${t(say`Procedure`)} <select name="flow">${everything}${flows.map(([key, [first]]) =>
    option(key, first === undefined ? key : whereOf(scene, first.assertion.regulation, first.assertion.flow)),
  )}</select></label>
<output data-words="${voices.tell(say`${'{0}'} of ${'{1}'} assertions`)}" data-more="${voices.tell(say`Show more`)}"></output>
</form>
<ol class="found"></ol>
`;
}

function option(value: string, label: string): Markup {
  return html`<option value="${value}">${label}</option>`;
}

/** One assertion with its verdict, closed at first. */
export function renderFinding(finding: Finding, scene: Scene): Markup {
  const { assertion, verdict } = finding;
  const { regulation } = assertion;
  const { voices } = scene;
  const tell = (said: Parameters<typeof voices.tell>[0]) => tellOf(scene, regulation, said);
  return html`<details class="finding ${verdictClass(verdict.verdict)}" id="${findingAnchor(finding)}">
<summary>${renderBadge(verdict.verdict, voices)} <span class="title">${tell(assertion.titled)}</span> <span class="place">${tell(tellPlaces(assertion.source.slice(0, 1)))}</span></summary>
<dl>${[
    line(voices.tell(say`Expected`), tell(verdict.says.expected)),
    line(voices.tell(say`Observed`), tell(verdict.says.actual)),
    verdict.says.reason === undefined ? null : line(voices.tell(say`Reason`), tell(verdict.says.reason)),
    verdict.disputed
      ? line(
          voices.tell(say`Disputed`),
          voices.tell(say`The text can be read in several ways, and the verdict is open only for that.`),
        )
      : null,
    renderKnown(finding, scene),
    line(
      voices.tell(say`Source`),
      html`<span lang="kk">${assertion.printed}</span><ul class="places">${assertion.source.map((place) => html`<li><a href="#${placeAnchor(regulation, place)}">${tell(tellPlace(place))}</a></li>`)}</ul>`,
    ),
    assertion.because === null
      ? null
      : line(voices.tell(say`Why it follows`), voices.of(regulation).word(assertion.because)),
    assertion.errata.length === 0
      ? null
      : line(
          voices.tell(say`Errata`),
          assertion.errata.map((id) => html`<a href="#${erratumAnchor(id)}"><code>${id}</code></a> `),
        ),
    line(voices.tell(say`Evidence`), renderEvidence(finding, scene)),
    line(
      voices.tell(say`Names`),
      html`<code>${assertion.id}</code>${verdict.scenario === null ? null : html`<br><code>${verdict.scenario}</code>`}`,
    ),
  ]}</dl></details>
`;
}

/** A name with what it has, as a line of a list. */
export function line(name: string, content: Content): Markup {
  return html`<dt>${name}</dt><dd>${content}</dd>`;
}

/** What the baseline says of a failure, and the attempts at a flaky assertion, as lines of a list. */
export function renderKnown({ assertion, verdict: { known, attempts } }: Finding, scene: Scene): Content {
  const { voices } = scene;
  return [
    known === undefined ? null : line(voices.tell(say`Baseline`), tellOf(scene, assertion.regulation, sayKnown(known))),
    attempts === undefined
      ? null
      : line(
          voices.tell(say`Tried`),
          html`${voices.tell(sayAttempts(attempts))}<ul>${attempts.map(({ scenario, says }) => html`<li><code>${scenario}</code> ${tellOf(scene, assertion.regulation, says)}</li>`)}</ul>`,
        ),
  ];
}

/** Links to the exchanges that a verdict rests on. */
export function renderEvidence({ verdict }: Finding, { report, exchanges, voices }: Scene): Content {
  if (verdict.evidence.length === 0) return voices.own.within(say`none`);
  const items = verdict.evidence.map((id) => {
    const anchor = exchanges.get(id);
    const exchange = anchor === undefined ? undefined : report.exchanges[id];
    if (anchor === undefined || exchange === undefined)
      return html`<li><code>${id}</code> (${voices.own.within(say`not in the report`)})</li>`;
    return html`<li><a href="#${anchor}" data-inline>${describeExchange(exchange)}</a></li>`;
  });
  return html`<ul class="evidence">${items}</ul>`;
}
