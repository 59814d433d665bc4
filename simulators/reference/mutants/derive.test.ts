// The mutants: each is seen from outside, and does one thing wrong.
import { describe, expect, it } from 'vitest';
import { screenGroups } from '../../../schemas/flow/filling.ts';
import { loadRegulations } from '../../../schemas/load.ts';
import { readCertificate } from '../../../schemas/pki/certificate.ts';
import { verifyCms } from '../../../schemas/pki/cms-check.ts';
import { type Cause, causesOf } from '../../../schemas/vocabulary.ts';
import { createApp } from '../door/app.ts';
import { actionOf, operationOf } from '../engine/acceptance.ts';
import type { Mutant } from '../engine/mutation.ts';
import { compileProgram, type Program } from '../engine/program.ts';
import { actionsToTake, Visitor } from '../sample-visitor.ts';
import { createSimulator } from '../simulator.ts';
import { deriveMutants } from './derive.ts';
import { listMutants } from './list.ts';

const all = loadRegulations('fixtures/regulations');
const regulations = all.filter(({ id }) => id === 'passenger-transport-licence');
const [regulation] = regulations;
if (regulation === undefined) throw new Error('the regulation is gone');
const mutants = deriveMutants(regulation);
const reference = createApp(createSimulator({ regulations }));
const programs = new Map(Object.keys(regulation.flows).map((flow) => [flow, compileProgram(regulation, flow)]));

function programOf(flow: string): Program {
  const program = programs.get(flow);
  if (program === undefined) throw new Error(`no flow ${flow}`);
  return program;
}

async function visitorOf(mutant: Mutant | null): Promise<Visitor> {
  const app = mutant === null ? reference : createApp(createSimulator({ regulations, mutant }));
  const visitor = new Visitor((request) => app.fetch(request));
  await visitor.enter(1);
  return visitor;
}

const straight = new Map<string, Promise<string[]>>();

/** What an outsider sees of the same walk on the reference. */
function expected(program: Program, cause: Cause | null): Promise<string[]> {
  const key = `${program.flow} ${cause}`;
  const known = straight.get(key) ?? trace(null, program, cause);
  straight.set(key, known);
  return known;
}

/** What an outsider sees of one walk, a line a fact. */
async function trace(mutant: Mutant | null, program: Program, cause: Cause | null): Promise<string[]> {
  const visitor = await visitorOf(mutant);
  const view = await visitor.walk(program, cause);
  const lines = view.history.map(({ action, actor, startedAt, finishedAt }) => {
    const seconds = finishedAt === null ? 'unfinished' : `${(Date.parse(finishedAt) - Date.parse(startedAt)) / 1000} s`;
    return `${action} by ${actor}, ${seconds}`;
  });
  for (const { kind, action, cause: named, language, text, number } of view.notifications) {
    const words = text === '' ? 'empty' : 'words';
    lines.push(`${action} says ${kind}, ${named}, ${language}, ${words}, ${number}`);
  }
  lines.push(view.state, ...('result' in view ? [`result ${view.result}`] : []));
  const mail = visitor.request === '' ? [] : (await visitor.ask('readMessages', null)).view().messages;
  for (const { action, from, to, what, status, at } of mail)
    lines.push(`${to} has ${what} ${status} of ${action} from ${from} at ${at}`);
  const reply = visitor.request === '' ? null : await visitor.ask('fetchResult', null);
  if (reply?.status !== 200) return lines;
  const { document, signature } = reply.view();
  const verdict = await verifyCms(Buffer.from(signature, 'base64'), Buffer.from(document, 'base64'));
  const signer = verdict.certificatePem === null ? 'nobody' : readCertificate(verdict.certificatePem).commonName;
  return [...lines, `signed ${verdict.valid} by ${signer}`];
}

/** From Friday 15 March 2013 to 10 April, the fifteenth working day. */
const DUE_DAY = 26 * 86_400;

/** What an outsider sees beside the steps of a walk that has come to its end, a line a fact. */
async function aside(mutant: Mutant | null, program: Program): Promise<string[]> {
  const visitor = await visitorOf(mutant);
  await visitor.walk(program);
  const { screens, buttons, survey } = (await visitor.ask('readPages', null)).view();
  const { requests } = (await visitor.ask('readHistory', null)).view();
  const { document } = (await visitor.ask('fetchResult', null)).view();
  const [first] = survey ?? [];
  const answers = (survey ?? []).map(({ question, answers: [answer = 1] }) => ({ question, answer }));
  const none = [{ question: first?.question ?? 1, answer: 99 }, ...answers.slice(1)];
  const replies = [
    `another answer ${(await visitor.ask('answerSurvey', { answers: none })).status}`,
    `right answers ${(await visitor.ask('answerSurvey', { answers })).status}`,
  ];
  return [
    ...screens.map((screen) => `screen ${screen}`),
    ...buttons.map((button) => `button ${button}`),
    ...(survey ?? []).flatMap(({ question, answers: list }) => list.map((answer) => `asks ${question} ${answer}`)),
    ...requests.map(({ state }) => `listed as ${state}`),
    Buffer.from(document, 'base64').subarray(0, 5).toString('latin1') === '%PDF-' ? 'a PDF' : 'no PDF',
    ...replies,
  ];
}
describe('a mutant', () => {
  it('has an id of its own, and a place', () => {
    expect(new Set(mutants.map(({ id }) => id)).size).toBe(mutants.length);
    for (const { id } of mutants) expect(id).toMatch(/^[a-z0-9-]+(\/[a-z0-9-]+){3}$/);
  });

  it('comes in every kind', () => {
    expect(new Set(listMutants(all).map(({ mutation }) => mutation.kind)).size).toBe(112);
  });

  const closing = mutants.filter(({ mutation }) => mutation.kind === 'closes-early');
  it.each(closing.map((mutant) => [mutant.id, mutant] as const))('%s closes one second early', async (_, mutant) => {
    if (mutant.mutation.kind !== 'closes-early') throw new Error('not closing');
    const program = programOf(mutant.flow);
    const { afterSeconds } = mutant.mutation;
    for (const [wait, status] of [
      [afterSeconds - 1, 200],
      [afterSeconds, 409],
    ] as const) {
      const visitor = await visitorOf(mutant);
      const straight = await visitorOf(null);
      for (const one of [visitor, straight]) await reach(one, program, mutant.action, wait);
      expect((await visitor.perform(program, operationAt(program, mutant.action))).status).toBe(status);
      expect((await straight.perform(program, operationAt(program, mutant.action))).status).toBe(200);
    }
  });
});

function operationAt(program: Program, action: string): Parameters<Visitor['perform']>[1] {
  const nodes = program.nodes.filter((candidate) => actionOf(candidate) === action);
  const operation = nodes.map(operationOf).find((candidate) => candidate !== null);
  if (operation === undefined) throw new Error(`${action} is begun by nobody`);
  return operation;
}

/** Walks to where an action is waited for, and waits there for some seconds. */
async function reach(visitor: Visitor, program: Program, action: string, seconds: number): Promise<void> {
  await visitor.arrive(program);
  for (const operation of actionsToTake(program)) {
    if (operation === operationAt(program, action)) break;
    await visitor.perform(program, operation);
    const view = (await visitor.ask('readRequest', null)).view();
    const node = program.nodes.find((candidate) => operationOf(candidate) === operation);
    const term =
      node?.kind === 'step' && !node.personal && node.term !== null && !('unit' in node.term) ? node.term.max : 0;
    if (view.state === 'open') await visitor.pass(term);
  }
  await visitor.pass(seconds);
}

function difference(reference: readonly string[], mutated: readonly string[]): { lost: string[]; gained: string[] } {
  const left = [...mutated];
  const lost = reference.filter((line) => {
    const at = left.indexOf(line);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
  return { lost, gained: left };
}

describe('exactly one thing is wrong', () => {
  it.each<[string, Cause | null, string[], string[]]>([
    ['pay/records-another-actor', null, ['pay by payment-gateway, 90 s'], ['pay by applicant, 90 s']],
    [
      'pay/takes-longer',
      null,
      ['pay by payment-gateway, 90 s', 'e-licensing has payment null of pay from portal at 2013-03-15T10:21:30+06:00'],
      ['pay by payment-gateway, 91 s', 'e-licensing has payment null of pay from portal at 2013-03-15T10:21:31+06:00'],
    ],
    ['pay/sends-no-message', null, ['pay says action-confirmed, null, kk, words, null'], []],
    [
      'pay/repeats',
      null,
      [],
      [
        'pay by payment-gateway, 90 s',
        'pay says action-confirmed, null, kk, words, null',
        'e-licensing has payment null of pay from portal at 2013-03-15T10:23:00+06:00',
      ],
    ],
    [
      'refuse-unpaid/sends-empty-message',
      'not-paid',
      ['refuse-unpaid says service-refused-no-payment, not-paid, kk, words, null'],
      ['refuse-unpaid says service-refused-no-payment, not-paid, kk, empty, null'],
    ],
    [
      'refuse-unpaid/speaks-another-language',
      'not-paid',
      ['refuse-unpaid says service-refused-no-payment, not-paid, kk, words, null'],
      ['refuse-unpaid says service-refused-no-payment, not-paid, ru, words, null'],
    ],
    [
      'refuse-unpaid/names-another-cause',
      'not-paid',
      ['refuse-unpaid says service-refused-no-payment, not-paid, kk, words, null'],
      ['refuse-unpaid says service-refused-no-payment, paid-too-little, kk, words, null'],
    ],
    [
      'refuse-unpaid/sends-another-kind',
      'not-paid',
      ['refuse-unpaid says service-refused-no-payment, not-paid, kk, words, null'],
      ['refuse-unpaid says auth-refused-user, not-paid, kk, words, null'],
    ],
    [
      'refuse-unpaid/issues-all-the-same',
      'not-paid',
      ['result false'],
      ['result true', 'signed true by ЛАУАЗЫМОВ ДӘУРЕН'],
    ],
    [
      'register/gives-no-number',
      null,
      ['register says request-registered, null, kk, words, E-1-000001'],
      ['register says request-registered, null, kk, words, null'],
    ],
    [
      'register/gives-the-same-number',
      null,
      ['register says request-registered, null, kk, words, E-1-000001'],
      ['register says request-registered, null, kk, words, E-000000'],
    ],
    ['receive-result/gives-no-document', null, ['result true', 'signed true by ЛАУАЗЫМОВ ДӘУРЕН'], ['result false']],
    [
      'receive-result/leaves-the-document-unsigned',
      null,
      ['signed true by ЛАУАЗЫМОВ ДӘУРЕН'],
      ['signed false by nobody'],
    ],
    [
      'receive-result/lets-somebody-else-sign',
      null,
      ['signed true by ЛАУАЗЫМОВ ДӘУРЕН'],
      ['signed true by БӨТЕНОВ ЕРЖАН'],
    ],
    [
      'refuse-unpaid/skips',
      'not-paid',
      [
        'refuse-unpaid by e-licensing, 15 s',
        'refuse-unpaid says service-refused-no-payment, not-paid, kk, words, null',
      ],
      [],
    ],
    [
      'pay/takes-both-branches-when-paid',
      null,
      [],
      ['refuse-unpaid by e-licensing, 15 s', 'refuse-unpaid says service-refused-no-payment, null, kk, words, null'],
    ],
  ])('%s', async (name, cause, lost, gained) => {
    const mutant = mutants.find(({ id }) => id === `passenger-transport-licence/portal/${name}`);
    if (mutant === undefined) throw new Error(`no mutant ${name}`);
    const program = programOf('portal');
    const found = difference(await expected(program, cause), await trace(mutant, program, cause));
    expect(found).toEqual({ lost, gained });
  });

  it('an ignored cause leaves every other cause of the check noticed', async () => {
    const mutant = mutants.find(({ id }) => id.endsWith('portal/choose-certificate/ignores-cause-revoked'));
    if (mutant === undefined) throw new Error('no such mutant');
    const program = programOf('portal');
    for (const cause of causesOf('certificate')) {
      const differs = (await trace(mutant, program, cause)).join() !== (await expected(program, cause)).join();
      expect([cause, differs]).toEqual([cause, cause === 'revoked']);
    }
  });

  it('a delayed result comes one working day after the term, a straight one with the decision', async () => {
    const mutant = mutants.find(({ id }) => id.endsWith('portal/register/delays-the-result'));
    if (mutant === undefined) throw new Error('no such mutant');
    const visitor = await visitorOf(mutant);
    const program = programOf('portal');
    await visitor.walk(program);
    // Fifteen working days from Friday 15 March 2013 end on 10 April, Nowruz left out; the result comes on the day after.
    await visitor.pass(40 * 86_400);
    const { history } = (await visitor.ask('readRequest', null)).view();
    expect(history.at(-1)).toMatchObject({ action: 'receive-result', finishedAt: '2013-04-11T23:59:59+06:00' });
  });

  it('an office that closes a day early still decides on the day before', async () => {
    const mutant = mutants.find(({ id }) => id.endsWith('portal/register/closes-the-decision-early'));
    if (mutant === undefined) throw new Error('no such mutant');
    const program = programOf('portal');
    for (const [seconds, status] of [
      [DUE_DAY - 86_400, 200],
      [DUE_DAY, 409],
    ] as const) {
      const visitor = await visitorOf(mutant);
      await reach(visitor, program, 'register', seconds);
      expect((await visitor.perform(program, 'decide')).status).toBe(status);
    }
  });
});

it('breaks the refusal of the login in the same ways, wherever the text tells of it', () => {
  const changed = structuredClone(regulation);
  for (const flow of Object.values(changed.flows)) {
    const isRefusal = (item: (typeof flow.items)[number]) => 'action' in item && item.action === 'refuse-credentials';
    flow.items = [...flow.items.filter((item) => !isRefusal(item)), ...flow.items.filter(isRefusal)];
  }
  const ofLogin = (one: readonly Mutant[]) =>
    one.filter(({ id }) => id.includes('/portal/refuse-credentials/')).map(({ mutation }) => mutation.kind);
  expect(ofLogin(mutants)).toContain('opens-after-refusal');
  expect(ofLogin(mutants)).not.toContain('issues-all-the-same');
  expect(ofLogin(deriveMutants(changed))).toEqual(ofLogin(mutants));
});

it('opens a request to anyone where the first confirmation opens it, too', () => {
  const changed = structuredClone(regulation);
  for (const { items, steps } of Object.values(changed.flows)) {
    for (const item of items) if ('does' in item && item.does === 'fill') item.does = 'accept';
    for (const { action } of steps) if (action.does === 'fill') action.does = 'accept';
  }
  const opening = (one: readonly Mutant[]) =>
    one.filter(({ mutation }) => mutation.kind === 'opens-to-anyone').map(({ id }) => id);
  expect(opening(mutants)).toContain('passenger-transport-licence/portal/fill-request/opens-to-anyone');
  expect(opening(deriveMutants(changed))).toEqual(opening(mutants));
});

describe('what is shown beside the steps', () => {
  it.each<[string, string[], string[]]>([
    ['fill-request/drops-a-screen-2-10-1', ['screen 2/10.1'], []],
    ['receive-result/drops-a-button-save-pdf', ['button save-pdf'], []],
    ['receive-result/drops-an-answer-2-3', ['asks 2 3'], []],
    ['receive-result/leaves-history-empty', ['listed as completed'], []],
    ['receive-result/saves-no-pdf', ['a PDF'], ['no PDF']],
    [
      'receive-result/takes-no-answer',
      ['another answer 400', 'right answers 200'],
      ['another answer 409', 'right answers 409'],
    ],
    [
      'receive-result/accepts-any-answer',
      ['another answer 400', 'right answers 200'],
      ['another answer 200', 'right answers 409'],
    ],
  ])('%s', async (name, lost, gained) => {
    const mutant = mutants.find(({ id }) => id === `passenger-transport-licence/portal/${name}`);
    if (mutant === undefined) throw new Error(`no mutant ${name}`);
    const program = programOf('portal');
    expect(difference(await aside(null, program), await aside(mutant, program))).toEqual({ lost, gained });
  });

  it('breaks nothing that the act does not print, and only on the flow of the applicant', () => {
    const bare = deriveMutants({ ...structuredClone(regulation), screens: [], viewing: null, survey: null });
    const kinds = new Set(bare.map(({ mutation }) => mutation.kind));
    for (const kind of [
      'drops-a-screen',
      'drops-a-button',
      'drops-an-answer',
      'takes-no-answer',
      'accepts-any-answer',
    ] as const)
      expect([kind, kinds.has(kind)]).toEqual([kind, false]);
    const shown = mutants.filter(({ mutation }) => mutation.kind === 'drops-a-screen');
    expect(new Set(shown.map(({ flow }) => flow))).toEqual(new Set(['portal']));
    expect(shown).toHaveLength(screenGroups(regulation).length);
  });
});
