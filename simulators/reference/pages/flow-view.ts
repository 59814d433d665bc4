// The live view of a request: every step and condition of its flow with the current one lit and its term running, and what was exchanged.
import { html } from 'hono/html';
import { describeTerm, type Term } from '../../../schemas/term.ts';
import { CHECKS, type Outcome } from '../../../schemas/vocabulary.ts';
import type { ProgramNode } from '../engine/program.ts';
import { Rejection } from '../engine/rejection.ts';
import { nodeAt, type Walk } from '../engine/walk.ts';
import { partyName } from './door.ts';
import { frame, type Markup, moment } from './frame.ts';
import { catchUp, leftOf } from './pace.ts';
import { type Turn, worldAt } from './site.ts';
import { fillIn } from './words.ts';

/** The live view. @throws Rejection 404 where the world of the visit has no such request */
export async function flowPage(turn: Turn): Promise<Markup> {
  const { visit, words, params, site } = turn;
  const { say, name } = words;
  const { place } = visit;
  if (place === null) throw new Rejection(404, 'request: there is none in this world');
  await catchUp(turn, place);
  const world = await worldAt(turn, place);
  const application = world.requests.get(params.request ?? '');
  if (application === undefined) throw new Rejection(404, 'request: there is none in this world');
  const { walk, id } = application;
  const { regulation, flow } = walk.program;
  const body = html`<p><a class="button" href="${turn.path}">${say.lookAgain}</a></p><div class="columns" data-live><section aria-labelledby="flow"><h2 id="flow">${say.flow}</h2>${stepsOf(turn, walk, world.now)}</section>
<div><section aria-labelledby="exchanges"><h2 id="exchanges">${say.exchanges}</h2>${exchangesOf(turn, site.exchanges.of(world))}</section>
<section aria-labelledby="mail"><h2 id="mail">${say.systemMessages}</h2>${mailOf(turn, regulation, world.books.mail.about(id))}</section></div></div>`;
  return frame(turn, {
    ...{
      kicker: site.regulation(regulation).service.name[words.language],
      title: `${name(flow)}: ${walk.number ?? id}`,
      body,
    },
    ...{ world, script: true },
  });
}

function stepsOf(turn: Turn, walk: Walk, now: number): Markup {
  const at = nodeAt(walk);
  return html`<ol class="flow">${walk.program.nodes
    .filter((node) => node.kind === 'condition' || node.only === null || walk.tags.includes(node.only))
    .map((node) =>
      node.kind === 'step'
        ? stepOf(turn, walk, node, { isNow: node === at, now })
        : conditionOf(turn, walk, node, node === at),
    )}</ol>`;
}

function stepOf(
  turn: Turn,
  walk: Walk,
  node: Extract<ProgramNode, { kind: 'step' }>,
  { isNow, now }: { isNow: boolean; now: number },
): Markup {
  const { say, name } = turn.words;
  const done = walk.history.findLast(({ action }) => action === node.action);
  const left = isNow ? leftOf(walk, now) : null;
  const state = isNow ? 'now' : done?.finished ? 'done' : 'ahead';
  return html`<li class="${state}" data-node="${node.action}"${isNow ? html` aria-current="step"` : ''}><strong>${name(node.action)}</strong> <span class="muted">${partyName(turn, walk.program.regulation, node.actor)}</span>${node.term === null ? '' : html` <span class="term">${termText(turn, node.term)}</span>`}
${left === null || done === undefined ? '' : html`<br><progress aria-label="${say.termRuns}" max="${done.endsAt - done.startedAt}" value="${now - done.startedAt}"></progress> ${fillIn(say.secondsLeft, { seconds: Math.ceil(left / 1000) })}`}
${isNow && left === null ? html`<br><span class="muted">${say.waitsSince} ${moment(walk.since, turn)}</span>` : ''}
${done === undefined || isNow ? '' : html`<br><small>${moment(done.startedAt, turn)} – ${moment(done.endsAt, turn)}${done.completion === null ? '' : html` · ${name(done.completion)}`}</small>`}</li>`;
}

function conditionOf(
  turn: Turn,
  walk: Walk,
  node: Extract<ProgramNode, { kind: 'condition' }>,
  isNow: boolean,
): Markup {
  const { say, name } = turn.words;
  const { nodes } = walk.program;
  const way = (outcome: Outcome, to: number) => {
    const next = nodes[to];
    const isTaken = next?.kind === 'step' && walk.history.some(({ action }) => action === next.action);
    return html`<li${isTaken ? html` class="taken"` : ''}>${name(outcome)} → ${next?.kind === 'step' ? name(next.action) : ''}</li>`;
  };
  return html`<li class="condition ${isNow ? 'now' : ''}"${isNow ? html` aria-current="step"` : ''}>${say.condition}<ul>${way(CHECKS[node.checks].passes, node.ok)}${way(CHECKS[node.checks].fails, node.fail)}</ul></li>`;
}

function termText({ words }: Turn, term: Term): string {
  const { say, language } = words;
  if ('unit' in term)
    return fillIn(term.unit === 'working-day' ? say.workingDays : say.calendarDays, { count: term.max });
  if (language === 'en') return describeTerm(term);
  return fillIn(say.secondsAtMost, { seconds: term.max });
}

function exchangesOf(turn: Turn, exchanges: ReturnType<Turn['site']['exchanges']['of']>): Markup | string {
  const { name, say } = turn.words;
  if (exchanges.length === 0) return say.nothingYet;
  return html`<ol class="exchanges" reversed>${exchanges.map(
    ({ at, operation, sent, refused }) =>
      html`<li${refused === null ? '' : html` class="bad"`} data-operation="${operation}"><strong>${name(operation)}</strong> <small>${moment(at, turn)}</small>${refused === null ? '' : html` <span>${refused.status} <span lang="en">${refused.detail}</span></span>`}${sent === '' || sent === '{}' ? '' : html`<code><bdi>${sent}</bdi></code>`}</li>`,
  )}</ol>`;
}

function mailOf(
  turn: Turn,
  regulation: string,
  messages: readonly { action: string; from: string; to: string; what: string; status: string | null; at: string }[],
): Markup | string {
  const { name, say } = turn.words;
  if (messages.length === 0) return say.nothingYet;
  return html`<ol class="exchanges">${messages.map(
    ({ action, from, to, what, status, at }) =>
      html`<li data-action="${action}" data-from="${from}" data-to="${to}" data-what="${what}" data-status="${status ?? ''}" data-at="${at}"><strong>${partyName(turn, regulation, from)} → ${partyName(turn, regulation, to)}</strong>: ${name(what)}${status === null ? '' : ` (${name(status)})`} <small>${name(action)}, ${at.slice(0, 19).replace('T', ' ')}</small></li>`,
  )}</ol>`;
}
