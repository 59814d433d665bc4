// Portals that do with documents and with the survey otherwise than the simulator: honest ones pass, and wrong ones fail.
import { expect, it } from 'vitest';
import { type Alter, refusal, reportAltered, runAltered, type Told } from './altered-simulator.ts';
import { isTo, showing } from './altering.ts';

const PORTAL = 'cultural-property-export-certificate/portal';
const DOCUMENTS = `${PORTAL}/fill-request/{keeps,refuses-empty}-document`;
const KEPT = 'portal/fill-request/keeps-document';
const REFUSED = 'portal/fill-request/refuses-empty-document';

it('fails a portal that takes an empty file for a document, and no other assertion with it', async () => {
  const verdicts = await runAltered(DOCUMENTS, (asked, pass) => {
    if (isTo(asked, '/attachments') && asked.body?.content === '') asked.body.content = 'JVBERi0xLjQgdGVzdA==';
    return pass();
  });
  expect(verdicts).toEqual({ [KEPT]: 'pass', [REFUSED]: 'fail' });
});

it('asks nothing of a portal that was written before documents were in the contract', async () => {
  let attached = 0;
  const verdicts = await runAltered(DOCUMENTS, async (asked, pass) => {
    if (isTo(asked, '/attachments')) attached += 1;
    const { status, body } = await pass();
    const { additions: _, attachments: __, ...old } = body;
    return { status, body: old };
  });
  expect(verdicts).toEqual({ [KEPT]: 'not-applicable', [REFUSED]: 'not-applicable' });
  expect(attached).toBe(0);
});

it('passes a portal that takes documents only once the form is filled in, and drops an empty one without a word', async () => {
  const attached = new Map<string, { name: unknown; mediaType: unknown }[]>();
  const filled = new Set<string>();
  const alter: Alter = async (asked, pass) => {
    const id = asked.path.split('/')[2] ?? '';
    const withList = ({ status, body }: Told): Told =>
      'attachments' in body ? { status, body: { ...body, attachments: attached.get(id) ?? [] } } : { status, body };
    if (!isTo(asked, '/attachments')) {
      if (isTo(asked, '/form', 'PUT')) filled.add(id);
      return withList(await pass());
    }
    if (!filled.has(id)) return refusal(409, 'fill in the form first');
    const { name, mediaType, content } = asked.body ?? {};
    if (content !== '') attached.set(id, [...(attached.get(id) ?? []), { name, mediaType }]);
    Object.assign(asked, { method: 'GET', path: `/requests/${id}`, body: null });
    return withList(await pass());
  };
  expect(await runAltered(DOCUMENTS, alter)).toEqual({ [KEPT]: 'pass', [REFUSED]: 'pass' });
});

const SURVEY = `${PORTAL}/{fill-request/contact-shown,receive-result/{survey-words,survey-names-service}}`;
const named = (contact: string, words: string, service: string) => ({
  'portal/fill-request/contact-shown': contact,
  'portal/receive-result/survey-words': words,
  'portal/receive-result/survey-names-service': service,
});

it('passes a portal that prints the survey in capitals without marks, and the number with blanks', async () => {
  const alter = showing((pages) => ({
    ...JSON.parse(
      JSON.stringify(pages).replaceAll(/"(text|surveyTitle)":"([^"]*)"/gu, (all) => all.replace(/[?;]/gu, '')),
    ),
    contacts: ['call-орталық: 14 14'],
  }));
  expect(await runAltered(SURVEY, alter)).toEqual(named('pass', 'pass', 'pass'));
});

it('fails a portal that asks other questions under the same numbers, of no service, and tells nobody where to ask', async () => {
  const alter = showing((pages) => ({
    ...JSON.parse(JSON.stringify(pages).replaceAll(/"text":"[^"]*"/gu, '"text":"Сіз қай қалада тұрасыз?"')),
    ...(pages.survey === null ? {} : { surveyTitle: 'Сауалнама' }),
    contacts: [],
  }));
  expect(await runAltered(SURVEY, alter)).toEqual(named('fail', 'fail', 'fail'));
});

it('cannot judge the words of a portal that shows numbers alone', async () => {
  const alter = showing((pages) => {
    const survey = Array.isArray(pages.survey)
      ? pages.survey.map(({ question, answers }) => ({ question, answers }))
      : null;
    return { screens: pages.screens, buttons: pages.buttons, fields: pages.fields, shows: pages.shows, survey };
  });
  expect(await runAltered(SURVEY, alter)).toEqual(named('inconclusive', 'inconclusive', 'inconclusive'));
});

const SCREENS = 'passenger-transport-licence/portal/fill-request/{screens,screen-titles,screen-order,own-screen}';
const screens = (there: string, titles: string, order: string, own: string) => ({
  'portal/fill-request/screens': there,
  'portal/fill-request/screen-titles': titles,
  'portal/fill-request/screen-order': order,
  'portal/fill-request/own-screen': own,
});
/** Alters the screens, each with what stands above it. */
const showingScreens = (change: (shown: { screen: string; title: string }[]) => { screen: string; title: string }[]) =>
  showing((pages) => {
    const titles: unknown[] = Array.isArray(pages.screenTitles) ? pages.screenTitles : [];
    const ids: unknown[] = Array.isArray(pages.screens) ? pages.screens : [];
    const shown = change(ids.map((screen, at) => ({ screen: String(screen), title: String(titles[at]) })));
    return { ...pages, screens: shown.map(({ screen }) => screen), screenTitles: shown.map(({ title }) => title) };
  });

const ORDER = `${PORTAL}/fill-request/button-{order,send}`;
/** Leaves buttons out of what the pages show. */
const withoutButtons = (gone: readonly string[]) =>
  showing(({ buttons, ...pages }) => ({
    ...pages,
    buttons: Array.isArray(buttons) ? buttons.filter((one) => !gone.includes(one)) : [],
  }));

it('passes a portal that shows an entrepreneur his own first step alone, under captions with words of its own', async () => {
  const alter = showingScreens((shown) =>
    shown
      .filter(({ screen }) => screen !== '2/4')
      .map(({ screen, title }) => ({ screen, title: `Өтініш: ${title.replaceAll('.', '').toUpperCase()}` })),
  );
  expect(await runAltered(SCREENS, alter)).toEqual(screens('pass', 'pass', 'pass', 'pass'));
});

it('fails a portal that shows an entrepreneur the first step of a legal entity, and one that shows neither', async () => {
  const without = (...gone: string[]) =>
    showingScreens((shown) => shown.filter(({ screen }) => !gone.includes(screen)));
  expect(await runAltered(SCREENS, without('2/3'))).toEqual(screens('pass', 'pass', 'pass', 'fail'));
  expect(await runAltered(SCREENS, without('2/3', '2/4'))).toEqual(screens('fail', 'pass', 'pass', 'fail'));
});

it('fails a portal that takes the payment before the first step, and one whose payment is called the second step', async () => {
  const early = showingScreens(([first, ...rest]) => [
    ...rest.filter(({ screen }) => screen === '2/10'),
    ...(first === undefined ? [] : [first]),
    ...rest.filter(({ screen }) => screen !== '2/10'),
  ]);
  expect(await runAltered(SCREENS, early)).toEqual(screens('pass', 'pass', 'fail', 'pass'));
  const misnamed = showingScreens((shown) => {
    const second = shown.find(({ screen }) => screen === '2/5')?.title ?? '';
    return shown.map((one) => (one.screen === '2/10' ? { ...one, title: second } : one));
  });
  expect(await runAltered(SCREENS, misnamed)).toEqual(screens('pass', 'fail', 'pass', 'pass'));
});

it('asks for no captions where a portal does not show them', async () => {
  const alter: Alter = async (_, pass) => {
    const { status, body } = await pass();
    const { additions, screenTitles: _titles, ...old } = body;
    return { status, body: old };
  };
  expect(await runAltered(SCREENS, alter)).toEqual(screens('pass', 'not-applicable', 'not-applicable', 'pass'));
});

it('tells of a button that orders the service apart, because it may stand before the form', async () => {
  const { report, verdicts } = await reportAltered(ORDER, withoutButtons(['order']));
  expect(verdicts).toEqual({ 'portal/fill-request/button-order': 'fail', 'portal/fill-request/button-send': 'pass' });
  expect(report.outcome).toBe('passed');
});

it('asks nothing of a portal that was written before it was asked where buttons lead, or for its form', async () => {
  const { verdicts } = await reportAltered(
    `${PORTAL}/**/{*-leads,history-button-*,form-*,offered-by-name}`,
    async (_asked, pass) => {
      const { status, body } = await pass();
      const { additions: _, ...old } = JSON.parse(
        JSON.stringify(body, (key, value) => (['leadsTo', 'form', 'serviceName'].includes(key) ? undefined : value)),
      );
      return { status, body: old };
    },
  );
  expect(Object.keys(verdicts)).toHaveLength(11);
  expect(new Set(Object.values(verdicts))).toEqual(new Set(['not-applicable']));
});
