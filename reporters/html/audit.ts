// Shows what an audit has besides a run: the log, the cases that failed, how long steps took by office, month and channel, and the rows that do not fit.
import type { AuditAnnex, TimeGroup } from '../../schemas/audit/annex.ts';
import type { OpenReason } from '../../schemas/audit/case-verdict.ts';
import type { RowProblem } from '../../schemas/audit/event.ts';
import { lasting, type Said, say } from '../../schemas/said.ts';
import { plainText } from '../portal-text.ts';
import { findingAnchor } from './anchors.ts';
import { type Content, html, type Markup } from './markup.ts';
import { type Scene, tellOf } from './scene.ts';

/** The most rows of one table: report.json has what is listed, and deviations.csv has all. */
const MOST_ROWS = 200;
/** The share of its term at which a plot ends: what took longer is cut, and told beside it. */
const MOST_SHARE = 1.5;

/** Why nothing can be told of a case. */
const BECAUSE: Readonly<Record<OpenReason, Said>> = {
  'began-before': say`began before the log`,
  'ends-after': say`goes on after the log`,
  'unreadable-row': say`has a row that cannot be read`,
  time: say`time is told too coarsely`,
  'same-moment': say`rows of the same moment`,
  reading: say`the text can be read in several ways`,
  'not-shown': say`not shown by the log`,
  other: say`for another reason`,
};

const PROBLEMS: Readonly<Record<RowProblem, Said>> = {
  unreadable: say`the row cannot be read`,
  'no-case': say`it names no case`,
  'no-time': say`it has no time`,
  'unreadable-time': say`the time cannot be read`,
  'time-twice': say`the time came twice, because clocks were put back`,
  'no-activity': say`it names no activity`,
  'unknown-activity': say`no step is mapped to the activity`,
  'unknown-value': say`the value has no meaning in the mapping`,
  duplicate: say`it says the same as an earlier row`,
};

const BY: Readonly<Record<Exclude<TimeGroup['by'], 'all'>, Said>> = {
  office: say`By office`,
  month: say`By month of the application`,
  channel: say`By channel`,
};

type Tell = (said: Said) => string;

/** The annexes of an audit, in their order. */
export function auditAnnexes(audit: AuditAnnex, scene: Scene): { key: string; title: Said; body: Markup }[] {
  return [
    { key: 'audit', title: say`The log and its cases`, body: renderLog(audit, scene) },
    ...(audit.times.length === 0
      ? []
      : [
          {
            key: 'audit-times',
            title: say`How long the steps took, by office, month and channel`,
            body: renderTimes(audit, scene),
          },
        ]),
    ...(audit.failed.total === 0
      ? []
      : [{ key: 'audit-failed', title: say`Cases that failed`, body: renderFailed(audit, scene) }]),
    ...(audit.faults.total === 0
      ? []
      : [{ key: 'audit-rows', title: say`Rows of the log that do not fit`, body: renderFaults(audit, scene) }]),
  ];
}

function table(name: string, heads: readonly string[], rows: readonly Content[]): Markup {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${name}"><table class="plain"><thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead><tbody>
${rows}</tbody></table></div>`;
}

const line = (name: string, value: Content): Markup => html`<dt>${name}</dt><dd>${value}</dd>\n`;

function renderLog(audit: AuditAnnex, scene: Scene): Markup {
  const { voices } = scene;
  const t: Tell = (said) => voices.tell(said);
  const n = (count: number) => voices.own.number(count);
  const moment = (at: string) => voices.own.moment(at, scene.act.when.zone);
  const { cut } = audit;
  const facts = [
    line(
      t(say`Files`),
      html`<ul>${audit.files.map(({ name, sha256, rows }) => html`<li>${plainText(name)}: ${voices.own.count(rows, 'row')}, <code class="digest">SHA-256 ${sha256}</code></li>`)}</ul>`,
    ),
    line(
      t(say`Mapping`),
      html`${plainText(audit.mapping.name)}, <code class="digest">SHA-256 ${audit.mapping.sha256}</code>`,
    ),
    line(t(say`The log is of`), t(say`from ${moment(audit.from)} to ${moment(audit.until)}`)),
    line(
      t(say`Cases`),
      html`${n(audit.cases)}: ${voices.own.within(say`${n(audit.failed.cases)} failed, ${n(cut.beganBefore)} began before the log, ${n(cut.endsAfter)} go on after it, ${n(cut.unreadable)} have rows that cannot be read`)}`,
    ),
    line(t(say`Rows that do not fit`), n(audit.faults.total)),
  ];
  const named = new Map(scene.findings.map((finding) => [finding.assertion.id, finding]));
  const rows = audit.totals.flatMap(({ assertion, pass, fail, inconclusive }) => {
    const finding = named.get(assertion);
    if (finding === undefined || pass + fail + inconclusive.length === 0) return [];
    const open = inconclusive
      .map(({ because, count }) => `${voices.own.within(BECAUSE[because])}: ${n(count)}`)
      .join('; ');
    return [
      html`<tr><td><a href="#${findingAnchor(finding)}">${tellOf(scene, finding.assertion.regulation, finding.assertion.titled)}</a></td><td class="count">${n(pass)}</td><td class="count">${n(fail)}</td><td>${open}</td></tr>\n`,
    ];
  });
  return html`<dl class="facts">${facts}</dl>
${table(t(say`How the cases came out`), [t(say`Assertion`), t(say`holds`), t(say`does not hold`), t(say`cannot be told`)], rows)}`;
}

function renderFailed({ failed }: AuditAnnex, scene: Scene): Markup {
  const { voices, exchanges } = scene;
  const t: Tell = (said) => voices.tell(said);
  const named = new Map(scene.findings.map((finding) => [finding.assertion.id, finding]));
  const rows = failed.listed.slice(0, MOST_ROWS).map(({ case: name, assertion, says, evidence, office, channel }) => {
    const finding = named.get(assertion);
    const regulation = finding?.assertion.regulation ?? '';
    const links = evidence.map((id) => {
      const anchor = exchanges.get(id);
      return anchor === undefined ? html` ${id}` : html` <a href="#${anchor}">${id}</a>`;
    });
    const title =
      finding === undefined
        ? assertion
        : html`<a href="#${findingAnchor(finding)}">${tellOf(scene, regulation, finding.assertion.titled)}</a>`;
    const where = [office, channel].flatMap((one) => (one === null ? [] : [plainText(one)])).join(', ');
    return html`<tr><td><code>${plainText(name)}</code>${where === '' ? null : html`<br><span class="muted">${where}</span>`}</td><td>${title}</td><td>${tellOf(scene, regulation, says.actual)}</td><td>${links}</td></tr>\n`;
  });
  const left = failed.total - rows.length;
  return html`${table(t(say`Cases that failed`), [t(say`Case`), t(say`Assertion`), t(say`Observed`), t(say`Rows`)], rows)}${left > 0 ? html`<p class="muted">${t(say`and ${left} more`)}</p>` : null}
<p class="muted">${t(say`All of them stand in deviations.csv and deviations.parquet beside this report.`)}</p>`;
}

function renderFaults({ faults }: AuditAnnex, scene: Scene): Markup {
  const t: Tell = (said) => scene.voices.tell(said);
  const rows = faults.listed
    .slice(0, MOST_ROWS)
    .map(
      ({ file, row, problem, column }) =>
        html`<tr><td>${plainText(`${file}#${row}`)}</td><td>${column === null ? '' : plainText(column)}</td><td>${t(PROBLEMS[problem])}</td></tr>\n`,
    );
  const left = faults.total - rows.length;
  const sums = faults.byProblem.map(
    ({ problem, count }) => html`<li>${t(PROBLEMS[problem])}: ${scene.voices.own.number(count)}</li>`,
  );
  return html`<ul>${sums}</ul>${table(t(say`Rows of the log that do not fit`), [t(say`Row`), t(say`Column`), t(say`Problem`)], rows)}${left > 0 ? html`<p class="muted">${t(say`and ${left} more`)}</p>` : null}`;
}

function renderTimes({ times }: AuditAnnex, scene: Scene): Markup {
  const t: Tell = (said) => scene.voices.tell(said);
  const named = new Map(scene.findings.map((finding) => [finding.assertion.id, finding]));
  return html`${times.map(({ assertion, groups }) => {
    const finding = named.get(assertion);
    const title =
      finding === undefined ? assertion : tellOf(scene, finding.assertion.regulation, finding.assertion.titled);
    const parts = (['office', 'month', 'channel'] as const).flatMap((by) => {
      const own = groups.filter((group) => group.by === by);
      return own.length === 0 ? [] : [html`<h5>${t(BY[by])}</h5>${renderGroups(own, t(BY[by]), scene)}`];
    });
    return html`<section><h4>${title}</h4>${renderGroups(
      groups.filter(({ by }) => by === 'all'),
      title,
      scene,
    )}${parts}</section>\n`;
  })}
<p class="muted">${t(say`A bar reaches from the time within which half of the cases were done to that of 99 of a hundred; the mark in it is that of nine of ten, and the line is the term.`)}</p>`;
}

/** The groups as a table with a bar in each row, which says nothing that the row does not tell. */
function renderGroups(groups: readonly TimeGroup[], name: string, scene: Scene): Markup {
  const { voices } = scene;
  const t: Tell = (said) => voices.tell(said);
  const n = (count: number) => voices.own.number(count);
  const d = (ms: number) => voices.tell(say`${lasting(ms)}`);
  const heads = ['', t(say`Cases`), t(say`Late`), '50 %', '90 %', '99 %', t(say`Longest`), t(say`Term`), ''];
  const rows = groups.map(({ value, cases, late, p50Ms, p90Ms, p99Ms, maxMs, termMs }) => {
    const x = (ms: number) => Math.round((Math.min(ms / Math.max(termMs, 1), MOST_SHARE) / MOST_SHARE) * 1000) / 10;
    const from = Math.min(x(p50Ms), 98.5);
    const width = Math.max(1.5, x(p99Ms) - from);
    const tone = late > 0 ? 'bar-fail' : 'bar-pass';
    const bar = html`<svg class="time" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect class="track" x="0" y="4" width="100" height="2"/><rect class="${tone}" x="${from}" y="1" width="${width}" height="8"/><line class="term" x1="${x(p90Ms)}" x2="${x(p90Ms)}" y1="3" y2="7"/><line class="term" x1="${x(termMs)}" x2="${x(termMs)}" y1="0" y2="10"/></svg>`;
    return html`<tr><th scope="row">${value === null ? t(say`All cases`) : plainText(value)}</th><td class="count">${n(cases)}</td><td class="count">${n(late)}</td><td>${d(p50Ms)}</td><td>${d(p90Ms)}</td><td>${d(p99Ms)}</td><td>${d(maxMs)}</td><td>${d(termMs)}</td><td>${bar}</td></tr>\n`;
  });
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${name}"><table class="plain times"><thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead><tbody>
${rows}</tbody></table></div>`;
}
