// What a person is told on whole walks: no success that a check denies, and nothing that is untrue of the case.
import { describe, expect, it } from 'vitest';
import { loadRegulations } from '../../../schemas/load.ts';
import { CAUSES, type Cause, type Language } from '../../../schemas/vocabulary.ts';
import { createApp } from '../door/app.ts';
import { Visitor } from '../sample-visitor.ts';
import { createSimulator } from '../simulator.ts';
import { causesAt } from './causes.ts';
import { compileProgram, type Program } from './program.ts';

const regulations = loadRegulations('fixtures/regulations');
const app = createApp(createSimulator({ regulations }));
const programs = regulations.flatMap((regulation) =>
  Object.keys(regulation.flows).map((flow) => compileProgram(regulation, flow)),
);
const cases = programs.flatMap((program) =>
  program.nodes.flatMap((node) =>
    node.kind === 'condition'
      ? causesAt(program, node)
          // What is no certificate is refused by the answer alone.
          .filter((cause) => cause !== 'no-certificate')
          .map((cause) => [`${program.regulation}/${program.flow}`, cause, program] as const)
      : [],
  ),
);

async function walked(program: Program, cause: Cause | null, language: Language) {
  const guest = new Visitor((request) => app.fetch(request));
  guest.language = language;
  await guest.enter(3);
  return await guest.walk(program, cause);
}

const told = async (...asked: Parameters<typeof walked>) => (await walked(...asked)).notifications;

describe('the steps of a walk', () => {
  it.each(cases)(
    'of %s, refused for %s, tell no success of the step that was found wanting',
    async (_, cause, program) => {
      const { history, notifications } = await walked(program, cause, 'en');
      const wanting = history.at(-2);
      // Only where a decision is waited for, the step before it has succeeded.
      const isDecided = CAUSES[cause].check === 'qualification';
      expect(history.filter(({ completion }) => completion === null)).toEqual(isDecided ? [] : [wanting]);
      expect(notifications.some(({ action }) => action === wanting?.action)).toBe(isDecided);
    },
  );

  it('say nothing of a login, a receipt and a signature that were refused', async () => {
    const portal = programs.find(({ nodes }) =>
      nodes.some((node) => node.kind === 'step' && node.forms === 'payment-receipt'),
    );
    if (portal === undefined) throw new Error('no flow gives a receipt');
    const kinds = async (cause: Cause) =>
      (await told(portal, cause, 'ru')).map(({ action, kind }) => `${action} ${kind}`);
    expect(await kinds('wrong-password')).toEqual(['refuse-credentials auth-refused-user']);
    expect(await kinds('not-paid')).not.toContain('pay payment-receipt');
    expect(await kinds('expired')).toContain('pay payment-receipt');
    expect(await kinds('other-bytes')).not.toContain('sign action-confirmed');
  });
});

describe('a login that no condition of the flow checks', () => {
  const unchecked = programs.filter(
    ({ nodes }) =>
      nodes.some((node) => node.kind === 'step' && node.does === 'authenticate') &&
      !nodes.some((node) => node.kind === 'condition' && node.checks === 'credentials'),
  );

  it.skipIf(unchecked.length === 0)('is not told as done where nobody is let in', async () => {
    for (const program of unchecked) {
      const { state, notifications, history } = await walked(program, 'wrong-password', 'kk');
      expect(state).toBe('refused');
      expect(notifications).toEqual([]);
      expect(history.map(({ completion }) => completion)).toEqual([null]);
    }
  });
});

describe('the words of a refusal', () => {
  const flow = (regulation: string, name: string) => {
    const program = programs.find((one) => one.regulation === regulation && one.flow === name);
    if (program === undefined) throw new Error(`no flow ${regulation}/${name}`);
    return program;
  };
  const lastOf = async (program: Program, cause: Cause, language: Language) =>
    (await told(program, cause, language)).at(-1)?.text;

  it('name the system in which the employee is not let in, and no other', async () => {
    expect(await lastOf(flow('foreign-periodicals-registration', 'leb'), 'wrong-password', 'kk')).toBe(
      'Авторландырудан бас тартылды (жергілікті атқарушы органның ақпараттық жүйесі): қызметкердің деректерінде бұзушылықтар бар. Себебі: құпиясөз қате енгізілген.',
    );
    expect(await lastOf(flow('tv-radio-distribution-licence', 'provider'), 'wrong-password', 'ru')).toBe(
      'В авторизации отказано (ИС ГБД «Е-лицензирование»): имеются нарушения в данных сотрудника. Причина: введён неверный пароль.',
    );
  });

  it('do not deny or blame data that a database could not give', async () => {
    expect(await lastOf(flow('tv-radio-distribution-licence', 'provider'), 'database-unavailable', 'kk')).toBe(
      'Алушы туралы деректерді алу мүмкін емес. Себебі: мемлекеттік деректер қоры қазір қолжетімсіз.',
    );
    expect(await lastOf(flow('passenger-transport-licence', 'provider'), 'database-unavailable', 'ru')).toBe(
      'В запрашиваемой услуге отказано: данные о получателе получить не удалось. Причина: государственная база данных сейчас недоступна.',
    );
  });

  it('tell the status itself where a step shows it', async () => {
    const shown = (await told(flow('foreign-periodicals-registration', 'messages'), null, 'kk')).filter(
      ({ kind }) => kind === 'status-shown',
    );
    expect(shown.map(({ text }) => text)).toEqual([
      'Өтініштің мәртебесі: «тіркелді».',
      'Өтініштің мәртебесі: «жұмыстануда».',
    ]);
  });
});
