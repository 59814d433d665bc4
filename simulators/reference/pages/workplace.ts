// A workplace: the requests that wait for a step of the person who sits there, and those that wait for others.
import { html } from 'hono/html';
import { actorsBeside } from '../../../schemas/flow/beside.ts';
import { deputiesOf } from '../../../schemas/flow/flow-graph.ts';
import { actionOf, awaited } from '../engine/acceptance.ts';
import { nodeAt, type Walk } from '../engine/walk.ts';
import type { Application } from '../operations/world.ts';
import { partyName } from './door.ts';
import { frame, type Markup, moment, press } from './frame.ts';
import { hurryRequest } from './pace.ts';
import { nameOf } from './people.ts';
import { type Turn, worldAt } from './site.ts';
import type { Login } from './visit.ts';

/** The page of a workplace. */
export async function workplacePage(turn: Turn, login: Login): Promise<Markup> {
  const { words, params } = turn;
  const { say } = words;
  const world = await worldAt(turn, login.place);
  const requests = [...world.requests.values()];
  for (const { id, walk } of requests) if (walk.outcome === 'open') await hurryRequest(turn, login, id);
  const open = requests.filter(({ walk }) => walk.outcome === 'open');
  const mine = open.filter((request) => isWaitingFor(turn, login, request));
  const others = open.filter((request) => !mine.includes(request));
  const body = html`<p class="state authorised" data-state="authorised">${nameOf(turn.site.people, login.person)}: ${say.stateAuthorised}</p><section aria-labelledby="waiting"><h2 id="waiting">${say.waitingForYou}</h2>${tasks(turn, mine)}</section>
<section aria-labelledby="elsewhere"><h2 id="elsewhere">${say.waitingForOthers}</h2>${tasks(turn, others)}</section>${press(turn, `/pages/u/${params.u}/out`, say.logOut, { name: 'quiet' })}`;
  const kicker = turn.site.regulation(login.regulation).service.name[words.language];
  const title = `${say.workplace}: ${login.party === null ? words.name(login.as) : partyName(turn, login.regulation, login.party)}`;
  return frame(turn, { kicker, title, body, world });
}

function tasks(turn: Turn, requests: readonly Application[]): Markup | string {
  const { words, site, params } = turn;
  const { say, name } = words;
  if (requests.length === 0) return say.nothingWaits;
  return html`<table><thead><tr><th scope="col">${say.requestNumber}</th><th scope="col">${say.applicant}</th><th scope="col">${say.awaitedStep}</th><th scope="col">${say.since}</th></tr></thead><tbody>${requests.map(
    ({ id, person, walk }) =>
      html`<tr data-request="${id}"><td><a href="/pages/u/${params.u}/requests/${id}">${walk.number ?? say.withoutNumber}</a></td><td>${nameOf(site.people, person)}</td><td>${name(stepOf(walk))}</td><td>${moment(walk.since, turn)}</td></tr>`,
  )}</tbody></table>`;
}

const stepOf = (walk: Walk): string => {
  const node = nodeAt(walk);
  return node === null ? '' : actionOf(node);
};

/** Whether a request waits for a step of whoever sits there: of the party, of one whose deputy it is, or of a system for which it answers. */
export function isWaitingFor({ site }: Turn, { party, regulation, flow }: Login, request: Application): boolean {
  const { walk } = request;
  const operation = awaited(walk);
  if (request.regulation !== regulation || request.flow !== flow) return false;
  if (operation !== 'confirm' && operation !== 'decide') return false;
  const own = site.regulation(regulation);
  const actor = walk.program.steps.get(stepOf(walk))?.actor ?? '';
  const named = [actor, ...actorsBeside(own, flow, stepOf(walk)).map((beside) => beside.actor)];
  // Somebody without a login of their own acts for all, so that a step of a system waits for the provider's people.
  const isStaffed = Object.keys(site.people.staff).some((staffed) => named.includes(staffed));
  return [...named, ...deputiesOf(own, named)].includes(party ?? '') || !isStaffed;
}
