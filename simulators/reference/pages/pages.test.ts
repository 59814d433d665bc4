// The pages from outside: every flow walked by forms alone, granted and refused, and what protects the pages.
import { beforeAll, describe, expect, it } from 'vitest';
import { fixturePath } from '../../../schemas/fixture.ts';
import { loadRegulations } from '../../../schemas/load.ts';
import { loadPeople } from '../engine/people.ts';
import { compileProgram, type Program } from '../engine/program.ts';
import { officeAt } from '../engine/roster.ts';
import { createSimulator, REMEMBERED_WORLDS } from '../simulator.ts';
import { createSite } from './pages.ts';
import { Person } from './sample-person.ts';
import { BEGINS } from './site.ts';

const regulations = loadRegulations(fixturePath('regulations'));
const programs = regulations.flatMap((regulation) =>
  Object.keys(regulation.flows).map((flow) => compileProgram(regulation, flow)),
);
const site = createSite(createSimulator({ regulations, seed: 1 }), regulations);
const fetch = (request: Request) => site.fetch(request);
const PLAN = new File(['%PDF-1.4 plan'], 'plan.pdf', { type: 'application/pdf' });
let roster: Awaited<ReturnType<ReturnType<typeof officeAt>['issue']>>['roster'];
beforeAll(async () => {
  roster = (await officeAt('http://127.0.0.1', loadPeople()).issue(Date.parse(BEGINS))).roster;
});

/** The certificate with which whoever comes in at the door of a flow signs. */
const keyOf = ({ entry, isForOrganisations }: Program) => {
  const key = roster.certificates[entry === 'portal' ? (isForOrganisations ? 'by-bin-good' : 'good') : `${entry}-good`];
  if (key === undefined) throw new Error('the roster has lost a key');
  return key;
};

/** Logs in with one press, and orders the service. */
async function order(program: Program, person: Person): Promise<void> {
  await person.open(`/pages/services/${program.regulation}/${program.flow}`);
  await person.send('form[action$="/login"].press');
  expect(person.page('.state').attr('data-state'), person.text('main')).toBe('authorised');
  await person.send('#order-form');
}

/** Does what the page of a request asks for, as long as it asks for something. */
async function walk(program: Program, person: Person, decision: string): Promise<void> {
  await order(program, person);
  const { path } = person;
  for (let step = 0; step < 40 && person.page('#state').attr('data-state') === 'open'; step++) {
    await take(program, person, decision);
    await person.open(path);
  }
}

async function take(program: Program, person: Person, decision: string): Promise<void> {
  const awaited = person.page('.awaited').attr('data-awaits');
  switch (awaited) {
    case 'fill':
      if (person.page('#attaching').length > 0 && person.page('.attached').length === 0)
        return person.send('#attaching', { document: PLAN });
      return person.send('#form', {}, 'button.main');
    case 'attach':
      return person.send('#attaching', { document: PLAN });
    case 'pay':
      await person.follow('#to-payment');
      return person.send('form[action$="/pay"]');
    case 'chooseCertificate':
      return person.send('#choosing');
    case 'sign':
      return person.sign(keyOf(program), new Date(BEGINS));
    case 'lookUp':
      return person.send('form[action$="/look-up"]');
    case 'decide':
      return person.send('#decision', { decision });
    case 'confirm':
      return person.send('.confirming');
    case undefined:
      // A step of hours passes only when the tester lets it.
      if (person.page('.clock form').length > 0) return person.send('.clock form');
      return takeOver(program, person, decision);
    default:
      throw new Error(`nobody knows how to ${awaited}`);
  }
}

/** Sits down at the workplaces, one after the other, until one has the request waiting, and does its step. */
async function takeOver(program: Program, person: Person, decision: string): Promise<void> {
  const { path } = person;
  const doors = person.page('form[action$="/workplace"]').length;
  for (let door = 0; door < doors; door++) {
    await person.open(path);
    await person.send(`form[action$="/workplace"]:eq(${door})`);
    const task = person.page('section[aria-labelledby="waiting"] a').first().attr('href');
    if (task === undefined) continue;
    await person.open(task);
    return take(program, person, decision);
  }
  throw new Error(`nobody has a step: ${person.text('main')}`);
}

describe.each(programs.map((program) => [`${program.regulation}/${program.flow}`, program] as const))(
  '%s',
  (_, program) => {
    it('is walked to its result, which is read and saved', async () => {
      const person = new Person(fetch);
      await walk(program, person, 'grant');
      expect(person.page('#state').attr('data-state'), person.text('main')).toBe('completed');
      const { path } = person;
      if (person.page('#state').attr('data-result') !== 'true') return;
      const { bytes, response } = await person.download(`${path}/result.pdf?save=1`);
      expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
      expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="request-[0-9a-f]+\.pdf"$/u);
      await person.open(`${path}/result`);
      expect(person.page('.good').length).toBe(1);
      await person.open(path);
      if (person.page('#survey').length === 0) return;
      await person.send('#survey', { 'question-1': '2', 'question-2': '3' });
      expect(person.page('.notice.done').length).toBe(1);
    });

    it('is walked to its refusal, which names the cause', async () => {
      const person = new Person(fetch);
      await walk(program, person, 'untrue-data');
      const state = person.page('#state').attr('data-state');
      if (state === 'refused') return expect(person.page('.messages li').last().attr('data-cause')).toBe('untrue-data');
      const { path } = person;
      expect(state).toBe('completed');
      await person.open(`${path}/result`);
      expect(person.page('[data-kind]').attr('data-kind')).toBe('refusal');
    });
  },
);

const [program] = programs.filter(
  ({ regulation, flow }) => regulation === 'cultural-property-export-certificate' && flow === 'portal',
);
if (program === undefined) throw new Error('the regulation is gone');
const here = `/pages/services/${program.regulation}/${program.flow}`;

describe('the pages', () => {
  it('are what a browser gets, and a program gets the contract at the same address', async () => {
    const asked = async (accept: string) => fetch(new Request('http://127.0.0.1/', { headers: { accept } }));
    const page = await asked('text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8');
    expect([page.status, page.headers.get('location')]).toEqual([302, '/pages']);
    for (const accept of ['*/*', 'application/json'])
      expect(await (await asked(accept)).json()).toMatchObject({ contract: 'reglament-driver/1' });
  });

  it('run no script and no style but their own, stand in no frame, and are kept nowhere', async () => {
    const person = new Person(fetch);
    for (const path of [
      '/pages',
      here,
      '/pages/control',
      '/pages/nowhere',
      `/pages/control/cells/${program.regulation}/portal`,
    ]) {
      await person.open(path);
      const policy = person.headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toContain('unsafe');
      expect(person.page('[style], style, script:not([src])').length).toBe(0);
      expect(
        person
          .page('*')
          .toArray()
          .flatMap((one) => Object.keys('attribs' in one ? one.attribs : {}))
          .filter((name) => name.startsWith('on')),
      ).toEqual([]);
      expect(person.headers.get('cache-control')).toBe('no-store');
      expect(person.headers.get('x-content-type-options')).toBe('nosniff');
    }
  });

  it('know a visit by a cookie that no script and no other site gets', async () => {
    const [cookie = ''] = (await fetch(new Request('http://127.0.0.1/pages'))).headers.getSetCookie();
    expect(cookie).toMatch(/^reglament-visit=[\w-]{32}; Path=\/pages; HttpOnly; SameSite=Strict$/u);
  });

  it('take no form without the token of the visit, nor with that of another', async () => {
    const [person, other] = [new Person(fetch), new Person(fetch)];
    await person.open(here);
    await other.open(here);
    for (const csrf of [null, '', other.page('[name="csrf"]').attr('value') ?? '']) {
      await person.open(here);
      await person.send('form[action$="/login"].press', { csrf });
      expect(person.status).toBe(403);
    }
    await person.open('/pages/control');
    expect(person.text('main')).toContain('None is open yet');
  });

  it('take no form that is too large, or none', async () => {
    const person = new Person(fetch);
    await person.open(here);
    const csrf = person.page('[name="csrf"]').attr('value') ?? '';
    const post = async (body: string | URLSearchParams, type?: string) =>
      (
        await person.ask(`${here}/login`, {
          method: 'POST',
          body,
          ...(type === undefined ? {} : { headers: { 'content-type': type } }),
        })
      ).status;
    expect(await post(new URLSearchParams({ csrf, id: 'x'.repeat(1_000_001) }))).toBe(413);
    expect(await post('{}', 'application/json')).toBe(415);
    const broken = await person.ask(`${here}/login`, {
      method: 'POST',
      body: 'no parts',
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
    });
    expect([broken.status, broken.headers.get('location')]).toEqual([303, here]);
  });

  it('tell what the portal does not accept on the page where it was tried', async () => {
    const person = new Person(fetch);
    await order(program, person);
    await person.open(`${person.path}?forms=all`);
    await person.send('#decision');
    expect(person.text('.notice.refused')).toContain(
      'The portal does not accept it: decision: only an officer decides',
    );
    expect(person.page('.notice.refused').attr('role')).toBe('alert');
  });

  it('show what is sent to them as text, also in names of files', async () => {
    const person = new Person(fetch);
    await order(program, person);
    const { path } = person;
    const nasty = '"><script>alert(1)</script>\u202e\u001b[31m';
    await person.send('#attaching', { document: new File(['%PDF-'], `${nasty}.pdf`, { type: 'application/pdf' }) });
    await person.send('#form', { purpose: nasty, applicant: nasty }, 'button.main');
    expect(person.path).toBe(path);
    expect(person.page('.attached script, main script').length).toBe(0);
    await person.open(`/pages/control/flow/${path.split('/').at(-1)}`);
    expect(person.page('main script').length).toBe(0);
    expect(person.text('.exchanges')).toContain('<script>alert(1)</script>');
  });

  it('tell nobody another visit’s requests, and lead nowhere else', async () => {
    const [person, other] = [new Person(fetch), new Person(fetch)];
    await order(program, person);
    await order(program, person);
    await order(program, other);
    // Worlds of one seed give their first requests the same id, so only the second one is nobody else's.
    await person.open('/pages/u/0');
    const second = person.page('#requests tr[data-request] a').last().attr('href') ?? '';
    await person.open(second);
    expect(person.status).toBe(200);
    await other.open(second);
    expect(other.status).toBe(404);
    await other.open('/pages/u/7');
    expect(other.status).toBe(401);
    await other.open('/pages/control');
    await other.send('#clock-form', { back: 'https://example.org/' });
    expect(other.path).toBe('/pages/control');
  });

  it('break one cell in a world of its own, and leave the others whole', async () => {
    const person = new Person(fetch);
    await order(program, person);
    const whole = person.path;
    await person.open(`/pages/control/cells/${program.regulation}/portal`);
    const id = `${program.regulation}/portal/`;
    const drops = person
      .page('input[name="mutant"]')
      .toArray()
      .map((one) => person.page(one).attr('value') ?? '')
      .find((value) => value.startsWith(id) && value.includes('drops-a-button') && value.includes('send'));
    await person.send(`form:has(input[value="${drops}"])`);
    expect(person.text('.clock .broken')).toContain(String(drops));
    await person.send('form[action$="/login"].press');
    await person.send('#order-form');
    expect(person.page('#form').length).toBe(1);
    expect(person.page('#form [data-does="send"]').length).toBe(0);
    await person.open(whole);
    expect(person.page('#form [data-does="send"]').length).toBe(1);
  });

  it('say so where the world of a visit was dropped for newer ones', async () => {
    const person = new Person(fetch);
    await order(program, person);
    const open = () =>
      fetch(
        new Request('http://127.0.0.1/worlds', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ seed: 1, now: BEGINS }),
        }),
      );
    for (let n = 0; n < REMEMBERED_WORLDS; n++) await open();
    await person.open('/pages/control');
    expect(person.text('.notice.refused')).toContain('was dropped for newer ones');
    await person.open('/pages/u/0');
    expect(person.status).toBe(404);
    await order(program, person);
    expect(person.page('#form').length).toBe(1);
  });

  it('are entered by whoever knows the id of a world, and show what a program does in the world of all', async () => {
    const [person, other] = [new Person(fetch), new Person(fetch)];
    await order(program, person);
    const request = person.path.split('/').at(-1);
    await person.open('/pages/control');
    await other.open('/pages/control');
    await other.send('#join-world', { world: person.text('#world-id') });
    await other.open(`/pages/control/flow/${request}`);
    expect(other.page('.now').attr('data-node')).toBe('fill-request');
    await other.open('/pages/control');
    await other.send('#join-world', { world: 'world-of-nobody' });
    expect(other.text('.notice.refused')).toContain('no such world');
    await other.open(`/pages/control?world=${person.text('#world-id')}`);
    expect(other.text('#world-id')).toBe(person.text('#world-id'));
    await other.send('#join-world');
    expect(other.status).toBe(200);
    expect(other.page('.notice').length).toBe(0);
    await other.open(`/pages/control/flow/${request}`);
    expect(other.status).toBe(404);
  });

  it('let an officer in by number and password, and nobody else as one', async () => {
    const person = new Person(fetch);
    const { id, password } = loadPeople().officer;
    for (const [known, state] of [
      [password, 'Waits for you'],
      ['wrong', 'not let in'],
    ] as const) {
      await person.open(here);
      await person.send('#officer-login', { id, password: known });
      expect(person.text('main')).toContain(state);
    }
  });

  it('speak the language that is chosen, all of it', async () => {
    for (const language of ['kk', 'ru', 'en']) {
      const person = new Person(fetch);
      await person.open(`/pages?language=${language}`);
      expect(person.page('html').attr('lang')).toBe(language);
      await person.open(here);
      expect(person.page('html').attr('lang')).toBe(language);
      expect(person.page('main').text()).not.toMatch(/\{\w+\}|undefined|\[object/u);
    }
  });

  it('register somebody whom the portal does not know, who then logs in', async () => {
    const person = new Person(fetch);
    await person.open(here);
    const stranger = person.page('#registration [name="id"]').attr('value') ?? '';
    await person.send('#login', { id: stranger, password: 'Kerney-2013', certificate: 'unregistered' });
    expect(person.page('.state').attr('data-state')).toBe('refused');
    await person.open(here);
    await person.send('#registration', { id: stranger, password: 'Kerney-2013' });
    expect(person.page('.notice.done').length).toBe(1);
    await person.send('#login', { id: stranger, password: 'Kerney-2013', certificate: 'unregistered' });
    expect(person.page('.state').attr('data-state')).toBe('authorised');
    await person.send('form[action$="/out"]');
    expect(person.path).toBe('/pages');
    await person.open('/pages/u/1');
    expect(person.status).toBe(401);
  });
});
