// What is shown while a form is filled in and a request followed: on the reference at each stage, and with each mutant of it.
import { describe, expect, it } from 'vitest';
import { loadRegulations } from '../../../schemas/load.ts';
import { createApp } from '../door/app.ts';
import type { Mutant } from '../engine/mutation.ts';
import { compileProgram } from '../engine/program.ts';
import { actionsToTake, Visitor } from '../sample-visitor.ts';
import { createSimulator } from '../simulator.ts';
import { deriveMutants } from './derive.ts';

const FLOW = 'portal';
const regulations = loadRegulations('fixtures/regulations').filter(({ filling }) => filling !== null);
const regulation = regulations[0] ?? expect.unreachable('no regulation prints how its form is filled in');
const program = compileProgram(regulation, FLOW);
const mutants = deriveMutants(regulation);

/** What an outsider sees before each operation and at the end, a line a fact. */
async function shown(mutant: Mutant | null, decision: 'requirements-not-met' | null = null): Promise<string[]> {
  const app = createApp(createSimulator({ regulations, ...(mutant === null ? {} : { mutant }) }));
  const visitor = new Visitor((request) => app.fetch(request));
  await visitor.enter(1);
  await visitor.arrive(program);
  const lines: string[] = [];
  const look = async (moment: string) => {
    const { buttons, fields, shows, leadsTo = [] } = (await visitor.ask('readPages', null)).view();
    const own = visitor.roster.credentials.good?.id;
    lines.push(
      ...buttons.map((button) => `${moment}: button ${button}`),
      ...leadsTo.map(({ button, operation }) => `${moment}: ${button} leads to ${operation}`),
      ...fields.map(({ is, value }) => `${moment}: field ${is} ${value === own ? 'filled' : 'empty'}`),
      ...shows.map(({ is, value }) => `${moment}: ${is} ${value === own ? 'own' : value.replace(/\d{4,}/u, 'N')}`),
    );
  };
  for (const operation of actionsToTake(program)) {
    await look(operation);
    await visitor.perform(program, operation, operation === 'decide' ? decision : null);
    await visitor.pass(600);
  }
  await look('end');
  return lines;
}

const everything = await shown(null);
const isLead = (line: string) => line.includes(' leads to ');
const reference = everything.filter((line) => !isLead(line));

describe('what the text names', () => {
  it('is there at its stage, and the page on which the request is followed stays to the end', () => {
    expect(reference.filter((line) => !/: (?:kind|number) /u.test(line))).toEqual([
      'fill: button order',
      'fill: button send',
      'fill: field iin-bin filled',
      'chooseCertificate: button sign',
      'sign: button sign',
      'decide: button refresh-status',
      'decide: iin-bin own',
      'decide: status Өңделуде',
      'decide: term 10 жұмыс күні',
      'end: button refresh-status',
      'end: button view-result',
      'end: button open',
      'end: button save-pdf',
      'end: iin-bin own',
      'end: status Қызмет көрсетілді',
      'end: term 10 жұмыс күні',
    ]);
    const kind = reference.filter((line) => line.startsWith('decide: kind'));
    expect(kind).toEqual([`decide: kind ${regulation.service.name.kk}`]);
    expect(reference.some((line) => /^decide: number \S/u.test(line))).toBe(true);
  });

  it('is gone after a refusal, but for the button that shows the answer', async () => {
    const refused = async (mutant: Mutant | null) =>
      (await shown(mutant, 'requirements-not-met')).filter((line) => line.startsWith('end'));
    expect(await refused(null)).toEqual(['end: button view-result', 'end: view-result leads to readRequest']);
    const hiding = mutants.find(({ id }) => id.endsWith('portal/refuse-unqualified/hides-the-refusal-view-result'));
    expect(await refused(hiding ?? expect.unreachable('no such mutant'))).toEqual([]);
  });
});

const ALONE: readonly (readonly [mutant: string, lost: readonly string[], gained: readonly string[]])[] = [
  ['fill-request/drops-a-button-order', ['fill: button order'], []],
  ['sign/drops-a-button-sign', ['chooseCertificate: button sign', 'sign: button sign'], []],
  ['register/drops-a-button-refresh-status', ['decide: button refresh-status', 'end: button refresh-status'], []],
  ['receive-result/drops-a-button-view-result', ['end: button view-result'], []],
  ['fill-request/drops-a-field-iin-bin', ['fill: field iin-bin filled'], []],
  ['fill-request/leaves-a-field-empty-iin-bin', ['fill: field iin-bin filled'], ['fill: field iin-bin empty']],
  ['register/hides-a-particular-status', ['decide: status Өңделуде', 'end: status Қызмет көрсетілді'], []],
  [
    'register/garbles-a-particular-status',
    ['decide: status Өңделуде', 'end: status Қызмет көрсетілді'],
    ['decide: status ???', 'end: status ???'],
  ],
  [
    'receive-result/shows-a-button-early-view-result',
    [],
    ['fill', 'chooseCertificate', 'sign', 'decide'].map((moment) => `${moment}: button view-result`),
  ],
];

const ELSEWHERE: readonly (readonly [step: string, button: string, from: string])[] = [
  ['fill-request', 'order', 'open'],
  ['fill-request', 'send', 'chooseCertificate'],
  ['sign', 'sign', 'sign'],
  ['register', 'refresh-status', 'readRequest'],
  ['receive-result', 'view-result', 'fetchResult'],
  ['receive-result', 'open', 'fetchResult'],
  ['receive-result', 'save-pdf', 'fetchResult'],
];

describe('a mutant', () => {
  it.each(ELSEWHERE)('of %s leads whoever presses %s elsewhere than to %s', async (step, button, operation) => {
    const id = `${regulation.id}/${FLOW}/${step}/misleads-a-button-${button}`;
    const seen = await shown(mutants.find((one) => one.id === id) ?? expect.unreachable(`no mutant ${id}`));
    const own = (lines: readonly string[]) => lines.filter((line) => line.includes(`: ${button} leads to `));
    expect(own(everything).length).toBeGreaterThan(0);
    expect(own(everything).map((line) => line.replace(/.* /u, ''))).toEqual(own(everything).map(() => operation));
    expect(own(seen)).toEqual(own(everything).map((line) => line.replace(/\w+$/u, 'readHistory')));
  });

  it.each(ALONE)('%s', async (name, lost, gained) => {
    const mutant = mutants.find(({ id }) => id === `${regulation.id}/${FLOW}/${name}`);
    if (mutant === undefined) return expect.unreachable(`no mutant ${name}`);
    const seen = (await shown(mutant)).filter((line) => !isLead(line));
    expect(reference.filter((line) => !seen.includes(line))).toEqual(lost);
    expect(seen.filter((line) => !reference.includes(line))).toEqual(gained);
  });

  it('breaks each button, field and particular that the text names, on the flow of the applicant alone', () => {
    const kinds = ['drops-a-field', 'leaves-a-field-empty', 'hides-a-particular', 'shows-a-button-early'];
    const found = mutants.filter(({ mutation }) => kinds.includes(mutation.kind));
    expect(found.map(({ flow }) => flow)).toEqual(found.map(() => FLOW));
    expect(found).toHaveLength(1 + 1 + 5 + 1);
    const bare = deriveMutants({ ...structuredClone(regulation), filling: null });
    expect(bare.filter(({ mutation }) => kinds.includes(mutation.kind))).toEqual([]);
  });
});
