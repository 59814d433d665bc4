// Shows the act of a check in one language: the first thing that a person sees, on the screen and on paper.
import { counted, type Said, say } from '../../schemas/said.ts';
import type { ActCause, Failure } from '../act/act.ts';
import { cut } from '../act/cut.ts';
import { CONVENTIONS, sayCause, sayDecree, sayEdition, sayHidden, saySpan } from '../act/sentences.ts';
import type { Finding } from '../findings.ts';
import { WORST_FIRST } from '../findings.ts';
import { plainText } from '../portal-text.ts';
import { countsOf, VERDICT_SAID } from '../sentences.ts';
import { findingAnchor, placeAnchor } from './anchors.ts';
import { line, renderKnown } from './assertions.ts';
import { describeExchange, renderShort } from './exchanges.ts';
import { type Content, html, type Markup } from './markup.ts';
import { nameOf, type Scene, tellOf, whereOf } from './scene.ts';
import { renderBadge } from './status.ts';

const OUTCOME_TONES = { passed: 'pass', failed: 'fail', incomplete: 'inconclusive' } as const;
/** How many causes are told whole, and how many failures of one of them; the rest stands in a list, so that the act stays short. */
const CAUSES_WHOLE = 6;
const FAILURES_WHOLE = 6;
const CAUSES_LISTED = 40;
/** How many lines a list has at most. */
const MOST_LINES = 12;

/** The whole act. */
export function renderAct(scene: Scene): Markup {
  return html`${renderOutcome(scene)}
${renderFacts(scene)}
${renderCauses(scene)}
${renderUndecided(scene)}
${renderUnobserved(scene)}
${renderBaseline(scene)}
${renderWarnings(scene)}
${renderSignature(scene)}`;
}

function renderOutcome(scene: Scene): Markup {
  const { act, voices } = scene;
  const t = (said: Said) => voices.tell(said);
  return html`<header class="summary v-${OUTCOME_TONES[act.outcome]}">
<p class="kind">${t(say`Act of a conformance check`)}</p>
<h1>${t(act.headline)}</h1>
<p>${t(act.meaning)} ${act.judged.map((said) => html`${t(said)}. `)}</p>
${act.stopped === null ? null : html`<p class="note"><strong>${t(say`The run was stopped:`)}</strong> ${plainText(act.stopped).slice(0, MOST_TEXT)}</p>`}
${renderShares(scene)}
${renderContents(scene)}
</header>`;
}

/** Links to what a reader looks for first. */
function renderContents({ act, voices }: Scene): Markup {
  const { language } = voices;
  const link = (to: string, said: Said) => html`<li><a href="#${to}-${language}">${voices.tell(said)}</a></li>`;
  return html`<nav aria-label="${voices.tell(say`Contents`)}"><ul>${act.causes.length === 0 ? null : link('failures', say`What failed`)}${act.unobserved.length === 0 ? null : link('unobserved', say`What was not observed, and what would make it so`)}${act.warnings.length === 0 ? null : link('warnings', say`Warnings`)}${link('assertions', say`All assertions: search and filter`)}${link('annexes', say`Annexes`)}</ul></nav>`;
}

const MOST_TEXT = 500;

/** One failure among thousands is drawn as wide as one among so many, or nobody would see it. */
const LEAST_SHARE = 80;

/** The shares of the verdicts as a bar. The list below it says the same in words. */
function renderShares({ report, voices }: Scene): Markup {
  const counts = countsOf(report);
  const shares = [...WORST_FIRST].reverse().filter((name) => counts[name] > 0);
  const least = Math.ceil(counts.total / LEAST_SHARE);
  let across = 0;
  const bars = shares.map((name) => {
    const width = Math.max(counts[name], least);
    across += width;
    return html`<rect class="bar-${name}" x="${across - width}" y="0" width="${width}" height="1"/>`;
  });
  return html`<svg class="bar" viewBox="0 0 ${Math.max(across, 1)} 1" preserveAspectRatio="none" aria-hidden="true">${bars}</svg>
<ul class="shares">${shares.map((name) => html`<li>${renderBadge(name, voices)} ${voices.own.number(counts[name])}</li>`)}</ul>`;
}

/** What was tested, by what, when, and how it can be made again. */
function renderFacts(scene: Scene): Markup {
  const { act, voices } = scene;
  const { tested, when, counting, made } = act;
  const t = (said: Said) => voices.tell(said);
  const moment = (instant: string) => voices.own.moment(instant, when.zone);
  const { audit } = scene.report;
  const subject = [
    audit === undefined
      ? line(t(say`Portal`), plainText(tested.portal))
      : line(t(say`Event log`), cut(plainText(tested.portal), 300).text),
    tested.version === null ? null : line(t(say`Version`), plainText(tested.version)),
    tested.operator === null ? null : line(t(say`Operator`), plainText(tested.operator)),
    audit === undefined
      ? line(t(say`Address`), html`<code>${plainText(tested.target)}</code>`)
      : line(
          t(say`Cases`),
          t(say`${voices.own.number(audit.cases)}, of which ${voices.own.number(audit.failed.cases)} failed`),
        ),
    tested.part === null ? null : line(t(say`Part of the run`), t(say`${tested.part.number} of ${tested.part.of}`)),
    act.unclaimed.length === 0
      ? null
      : line(
          t(say`Not offered`),
          html`<ul>${act.unclaimed.slice(0, MOST_LINES).map(({ regulation, flow, count }) => html`<li>${whereOf(scene, regulation, flow)} (${voices.own.count(count, 'assertion')})</li>`)}</ul>`,
        ),
  ];
  const finished = when.finishedAt === null ? t(say`it has not come to its end`) : moment(when.finishedAt);
  const seen =
    audit === undefined
      ? [line(t(say`Began`), moment(when.startedAt)), line(t(say`Ended`), finished)]
      : [line(t(say`The log is of`), t(say`from ${moment(audit.from)} to ${moment(audit.until)}`))];
  const times = [
    ...seen,
    audit !== undefined
      ? null
      : when.clock === null
        ? line(t(say`Clock of the portal`), t(say`it tells none in what is kept`))
        : line(t(say`Clock of the portal`), t(say`from ${moment(when.clock.first)} to ${moment(when.clock.last)}`)),
    line(t(say`Counting`), countingWords(counting.convention, scene)),
    counting.spans.length === 0
      ? null
      : line(
          t(say`Days counted`),
          html`<ul>${counting.spans.slice(0, SPANS_SHOWN).map((span) => html`<li>${t(saySpan(span))}</li>`)}</ul>${moreOf(counting.spans.length - SPANS_SHOWN, scene)}`,
        ),
    counting.years.length === 0
      ? null
      : line(
          t(say`Calendar`),
          html`<ul>${counting.years.map(({ year, isComplete, decrees }) => html`<li>${String(year)}: ${decrees.length === 0 ? t(say`no decree that moved days is known`) : decrees.map((decree, n) => html`${n === 0 ? '' : '; '}${voices.own.within(sayDecree(decree))}`)}${isComplete ? null : html` – ${voices.own.within(say`days off may still be moved in it, so that what rests on it is a guess`)}`}</li>`)}</ul>`,
        ),
  ];
  const tools = [
    line(t(say`Made by`), plainText(made.tool)),
    audit === undefined ? line(t(say`Seed`), html`<code>${String(made.seed)}</code>`) : null,
    made.nonce === null ? null : line(t(say`Nonce`), html`<code>${plainText(made.nonce)}</code>`),
    audit === undefined
      ? line(
          t(say`Journal`),
          made.journal === null
            ? t(say`there is no sealed journal`)
            : html`<code class="digest">SHA-256 ${made.journal}</code>`,
        )
      : line(t(say`Mapping`), html`<code class="digest">SHA-256 ${audit.mapping.sha256}</code>`),
    line(t(say`Assertions`), html`<code class="digest">SHA-256 ${plainText(made.suite)}</code>`),
  ];
  return html`<section><h2>${t(say`What was tested`)}</h2><dl class="facts">${subject}</dl>
<h3>${t(say`By which texts`)}</h3>
<ol class="editions">${act.editions.map((edition) => {
    const { regulation } = edition;
    return html`<li><strong>${nameOf(scene, edition.id)}</strong>${regulation === null || voices.language === 'kk' ? null : html` <span class="original" lang="kk">${regulation.service.name.kk}</span>`}
<p class="muted">${sayEdition(edition).map((said) => html`${t(said)}. `)}${edition.digest === null ? null : html`<code class="digest">SHA-256 ${edition.digest}</code>`}</p></li>`;
  })}</ol></section>
<section><h2>${t(say`When, and by which days`)}</h2><dl class="facts">${times}</dl></section>
<section><h2>${t(say`By what it was made`)}</h2><dl class="facts">${tools}</dl></section>`;
}

/** How many counted spans the act tells. */
const SPANS_SHOWN = 6;

function countingWords(convention: string, { voices }: Scene): string {
  const known = CONVENTIONS[convention];
  return voices.tell(known ?? say`${convention}`);
}

function moreOf(count: number, { voices }: Scene): Markup | null {
  return count > 0 ? html`<p class="muted">${voices.tell(say`and ${count} more`)}</p>` : null;
}

function renderCauses(scene: Scene): Markup | null {
  const { act, voices } = scene;
  if (act.causes.length === 0) return null;
  const failed = act.causes.reduce((sum, { failures }) => sum + failures.length, 0);
  const listed = act.causes.slice(CAUSES_WHOLE, CAUSES_WHOLE + CAUSES_LISTED);
  return html`<section id="failures-${voices.language}"><h2>${voices.tell(say`What failed`)}</h2>
<p>${voices.tell(say`${counted(failed, 'failure')}, ${counted(act.causes.length, 'cause')}. Failures that cite a common cell are told under it once.`)}</p>
${act.causes.slice(0, CAUSES_WHOLE).map((cause, n) => renderCause(cause, n, scene))}
${
  listed.length === 0
    ? null
    : html`<h3>${voices.tell(say`More causes`)}</h3><ul class="short">${listed.map((cause) => html`<li>${renderCauseTitle(cause, scene)}${renderShortList(cause.failures, scene)}</li>`)}</ul>${moreOf(act.causes.length - CAUSES_WHOLE - CAUSES_LISTED, scene)}`
}</section>`;
}

function renderCauseTitle(cause: ActCause, scene: Scene): Markup {
  const { regulation, flow, place } = cause;
  const words = scene.voices.of(regulation).tell(sayCause(cause));
  const title = place === null ? html`${words}` : html`<a href="#${placeAnchor(regulation, place)}">${words}</a>`;
  return html`${title} <span class="place">${whereOf(scene, regulation, flow)}</span>`;
}

function renderShortList(failures: readonly Failure[], scene: Scene): Markup {
  return html`<ul>${failures.slice(0, 3).map(({ finding }) => html`<li>${linkTo(finding, scene)}</li>`)}</ul>${moreOf(failures.length - 3, scene)}`;
}

function linkTo(finding: Finding, scene: Scene): Markup {
  const { regulation, titled } = finding.assertion;
  return html`<a href="#${findingAnchor(finding)}">${tellOf(scene, regulation, titled)}</a>`;
}

/** One cause: the cell as printed, its failures, and what it hid. */
function renderCause(cause: ActCause, number: number, scene: Scene): Markup {
  const { voices } = scene;
  const { regulation, printed, failures, hides, isKnown } = cause;
  return html`<article class="cause v-fail" id="cause${number + 1}-${voices.language}">
<h3><span class="number">${number + 1}</span> ${renderCauseTitle(cause, scene)}${isKnown ? html` <span class="mark">${voices.own.within(say`as expected`)}</span>` : null}</h3>
${printed === null ? null : html`<blockquote lang="kk">${printed}</blockquote>`}
${failures.slice(0, FAILURES_WHOLE).map((failure, at) => renderFailure(failure, at === 0, scene))}
${failures.length > FAILURES_WHOLE ? html`<p>${voices.tell(say`Failed likewise:`)}</p>${renderShortList(failures.slice(FAILURES_WHOLE), scene)}` : null}
${
  hides.length === 0
    ? null
    : html`<details class="hidden-by"><summary>${voices.of(regulation).tell(sayHidden(hides.length))}</summary><ul>${hides.slice(0, HIDDEN_SHOWN).map((finding) => html`<li>${linkTo(finding, scene)}</li>`)}</ul>${moreOf(hides.length - HIDDEN_SHOWN, scene)}</details>`
}
</article>
`;
}

/** How many of the assertions that a cause hid are named. */
const HIDDEN_SHOWN = 20;

function renderFailure({ finding, shown, others, repeat }: Failure, isFirst: boolean, scene: Scene): Markup {
  const { assertion, verdict } = finding;
  const { voices, exchanges } = scene;
  const t = (said: Said) => voices.tell(said);
  const tell = (said: Said) => tellOf(scene, assertion.regulation, said);
  const anchor = shown === null ? undefined : exchanges.get(shown.id);
  const exchange: Content =
    shown === null || anchor === undefined
      ? null
      : isFirst
        ? html`<details class="shown"><summary>${t(say`The exchange that shows it`)}</summary><p><a href="#${anchor}"><code>${describeExchange(shown)}</code></a></p>${renderShort(shown, voices)}</details>`
        : html`<p>${t(say`The exchange that shows it`)} <a href="#${anchor}"><code>${describeExchange(shown)}</code></a></p>`;
  return html`<div class="failure"><h4>${linkTo(finding, scene)}</h4>
<dl>${line(t(say`Expected`), tell(verdict.says.expected))}${line(t(say`Observed`), tell(verdict.says.actual))}${renderKnown(finding, scene)}${line(t(say`Repeat it alone`), renderCommand(repeat))}</dl>
${exchange}${others.length === 0 ? null : html`<p class="muted">${t(say`It rests on ${counted(others.length, 'more exchange')}.`)}</p>`}</div>
`;
}

/** A command, which is broken between its words only, and within a word where that is longer than a line. */
function renderCommand(command: string): Markup {
  const words = plainText(command).split(' ');
  return html`<code class="command">${words.map((word, n) => html`${n === 0 ? null : ' '}<span>${word}</span>`)}</code>`;
}

function renderUndecided(scene: Scene): Markup | null {
  const { act, voices } = scene;
  const { obstacles, undecided } = act;
  if (obstacles.length === 0 && undecided.length === 0) return null;
  const t = (said: Said) => voices.tell(said);
  return html`<section><h2>${t(say`What stayed undecided`)}</h2>
${
  obstacles.length === 0
    ? null
    : html`<ul class="short">${obstacles.slice(0, MOST_LINES).map(({ regulation, flow, why, findings }) => html`<li><strong>${voices.own.count(findings.length, 'assertion')}</strong> <span class="place">${whereOf(scene, regulation, flow)}</span><br>${tellOf(scene, regulation, why)} ${firstLink(findings, scene)}</li>`)}</ul>${moreOf(obstacles.length - MOST_LINES, scene)}`
}${undecided.map(({ verdict, findings }) => html`<p><strong>${voices.own.count(findings.length, 'assertion')}</strong> ${t(UNDECIDED[verdict])} ${firstLink(findings, scene)}</p>`)}</section>`;
}

function firstLink([first]: readonly Finding[], { voices }: Scene): Content {
  return first === undefined
    ? null
    : html`<a href="#${findingAnchor(first)}">${voices.tell(say`The first of them`)}</a>`;
}

const UNDECIDED = {
  pending: VERDICT_SAID.pending.meaning,
  error: VERDICT_SAID.error.meaning,
  disputed: say`The text can be read in several ways, and the verdict is open only for that.`,
} as const;

function renderUnobserved(scene: Scene): Markup | null {
  const { act, voices } = scene;
  const { unobserved } = act;
  if (unobserved.length === 0) return null;
  return html`<section id="unobserved-${voices.language}"><h2>${voices.tell(say`What was not observed, and what would make it so`)}</h2>
<p>${voices.tell(say`Each line names what is missing; once the portal shows it or the target supplies it, the assertions are judged.`)}</p>
<div class="scroll" tabindex="0" role="region" aria-label="${voices.tell(say`What was not observed, and what would make it so`)}"><table class="plain"><thead><tr><th scope="col">${voices.tell(say`What is missing`)}</th><th scope="col" class="count">${voices.tell(say`Assertions`)}</th></tr></thead><tbody>
${unobserved.slice(0, MOST_LINES).map(({ missing, findings }) => html`<tr><td>${tellOf(scene, findings[0]?.assertion.regulation ?? '', missing)}</td><td class="count">${findings[0] === undefined ? '' : html`<a href="#${findingAnchor(findings[0])}">${voices.own.number(findings.length)}</a>`}</td></tr>\n`)}</tbody></table></div>${moreOf(unobserved.length - MOST_LINES, scene)}</section>`;
}

function renderBaseline({ act: { baseline }, voices }: Scene): Markup | null {
  if (baseline === null || baseline === undefined) return null;
  const { failures, flaky, problems } = baseline;
  return html`<section><h2>${voices.tell(say`What the baseline knows`)}</h2>
<p>${voices.tell(say`It knows ${counted(failures, 'failure')}, and ${counted(flaky, 'flaky assertion')}.`)}</p>
${problems.length === 0 ? null : html`<p><strong>${voices.tell(say`It does not hold:`)}</strong></p><ul>${problems.slice(0, MOST_LINES).map(({ says }) => html`<li>${voices.own.within(says)}</li>`)}</ul>`}</section>`;
}

function renderWarnings(scene: Scene): Markup | null {
  const { warnings } = scene.act;
  const { voices } = scene;
  if (warnings.length === 0) return null;
  return html`<section id="warnings-${voices.language}"><h2>${voices.tell(say`Warnings`)}</h2>
<ul>${warnings.slice(0, MOST_LINES).map(({ code, message, says }) => html`<li><code>${plainText(code).slice(0, MOST_TEXT)}</code> ${(says === undefined ? plainText(message) : voices.tell(says)).slice(0, MOST_TEXT)}</li>`)}</ul>${moreOf(warnings.length - MOST_LINES, scene)}</section>`;
}

/** Who has signed the folder of the run, or room to sign. */
function renderSignature({ act, voices }: Scene): Markup {
  const t = (said: Said) => voices.tell(said);
  const blanks = [say`Position`, say`Name`, say`Date`, say`Signature`];
  return html`<section class="signature"><h2>${t(say`Signature`)}</h2>
${
  act.signed.length > 0
    ? html`<p>${t(say`The folder of the run is signed.`)}</p><ul>${act.signed.map((text) => html`<li>${plainText(text)}</li>`)}</ul>`
    : html`<dl class="blanks">${blanks.map((said) => html`<div><dt>${t(said)}</dt><dd></dd></div>`)}</dl>`
}</section>`;
}
