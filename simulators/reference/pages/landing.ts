// The first page: what this is, what to click first, and the services with their ways in.
import { html } from 'hono/html';
import { frame, type Markup, press } from './frame.ts';
import { nameOf, testersFor } from './people.ts';
import type { Turn } from './site.ts';
import { fillIn } from './words.ts';

/** The first page. */
export function landingPage(turn: Turn): Markup {
  const { site, words } = turn;
  const { say, language, name } = words;
  const body = html`<p class="lede">${say.lede}</p>
<section class="first" aria-labelledby="first"><h2 id="first">${say.firstTitle}</h2><ol class="first-steps"><li>${say.firstOne}</li><li>${say.firstTwo}</li><li>${say.firstThree}</li><li>${say.firstFour}</li></ol>
${firstPress(turn)}</section>
<section id="services" aria-labelledby="services-title"><h2 id="services-title">${say.services}</h2><div class="cards">${site.regulations.map(
    ({ id, service, flows, act }) =>
      html`<article class="card"><h3>${service.name[language]}</h3>${act.number === null ? '' : html`<p class="muted">№ ${act.number}, ${act.date ?? ''}</p>`}<ul class="ways">${Object.keys(
        flows,
      ).map(
        (flow) =>
          html`<li><a href="/pages/services/${id}/${flow}">${name(flow)}</a> <small>${fillIn(say.enteredAs, { who: name(ENTERED_AS[site.program(id, flow).entry]) })}</small></li>`,
      )}</ul></article>`,
  )}</div></section>`;
  return frame(turn, { title: say.title, body, world: null });
}

const ENTERED_AS = { portal: 'applicant', employee: 'employee', operator: 'operator' } as const;

/** The one thing to press first: the first service of the portal, as somebody with whom all is well. */
function firstPress(turn: Turn): Markup | string {
  const { site, words } = turn;
  for (const regulation of site.regulations) {
    const flow = Object.entries(regulation.flows).find(([, { entry }]) => entry === 'portal')?.[0];
    const [tester] = flow === undefined ? [] : testersFor(site.people, site.program(regulation.id, flow));
    if (flow === undefined || tester === undefined || regulation.filling === null) continue;
    const label = fillIn(words.say.logInAs, { who: nameOf(site.people, tester.id) });
    return html`<p>${regulation.service.name[words.language]}</p>${press(turn, `/pages/services/${regulation.id}/${flow}/login`, label, { values: { as: tester.key }, name: 'main' })}`;
  }
  return '';
}
