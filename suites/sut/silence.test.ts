// Tests when a portal counts as silent, and that nothing reaches it from then on.
import { describe, expect, it } from 'vitest';
import type { Exchange } from '../../schemas/run/report.ts';
import { BudgetSpent, PortalFault } from './blame.ts';
import { describing, makeRoster } from './dumb-portal.ts';
import { FAULTS_IN_A_ROW, Silence } from './silence.ts';
import type { Drive, Sut } from './sut.ts';

const exchange = (operation: string, fault: string | null, id = 'w#1'): Exchange => ({
  id,
  operation,
  at: '2026-11-26T10:00:00.000Z',
  tookMs: 1,
  clock: null,
  request: { method: 'POST', url: '/', headers: {}, body: null },
  response: { status: null, headers: {}, bytes: null, body: null, fault },
});
const FAULT = exchange('pay', 'no whole answer came within 10 s');
const times = (count: number, run: () => void) => {
  for (let n = 0; n < count; n += 1) run();
};

describe('Silence', () => {
  it('comes after so many faults in a row, names the last, and stays', () => {
    const silence = new Silence();
    times(FAULTS_IN_A_ROW - 1, () => silence.note(FAULT));
    expect(silence.reason).toBeNull();
    silence.note(FAULT);
    const reason = `the portal stopped answering: ${FAULTS_IN_A_ROW} requests in a row came to nothing, the last because no whole answer came within 10 s`;
    expect(silence.reason).toBe(reason);
    silence.note(exchange('pay', null));
    expect(silence.reason).toBe(reason);
  });

  it('does not come to a portal that answers now and then, a refusal too', () => {
    const silence = new Silence();
    times(50, () => {
      times(FAULTS_IN_A_ROW - 1, () => silence.note(FAULT));
      silence.note(exchange('readSession', null));
    });
    expect(silence.reason).toBeNull();
  });

  it('blames the target file where the portal answers and it cannot read the answers', () => {
    const silence = new Silence();
    times(FAULTS_IN_A_ROW, () => silence.note(exchange('pay', 'portal.yaml:3:5 finds nothing'), 'target file'));
    expect(silence.reason).toMatch(
      /^the target file does not fit the portal: .* because portal\.yaml:3:5 finds nothing$/u,
    );
  });

  it('blames no portal where the browser of the suite fails', () => {
    const silence = new Silence();
    times(FAULTS_IN_A_ROW, () => silence.note(exchange('pay', 'the browser crashed'), 'ours'));
    expect(silence.reason).toMatch(/^what we bring along fails: .* because the browser crashed$/u);
  });

  it('notes that a budget is used up, keeps the drive together with its clock, and goes on for walks under way', async () => {
    class Clock {
      readonly #at = 7;
      readonly roster = { credentials: {}, officer: null, certificates: {}, issuers: [] };
      now = function (this: Clock) {
        return this.#at;
      };
      pass = async () => undefined;
      perform = () => Promise.reject(new BudgetSpent('the budget is used up'));
    }
    const sut: Sut = {
      name: 'p',
      description: describing('r/f'),
      close: async () => undefined,
      openDrive: async () => new Clock(),
    };
    const silence = new Silence();
    const walked = await silence.openDrive(sut, 'w', 1, () => undefined);
    expect(walked.now()).toBe(7);
    expect(silence.spent).toBeNull();
    await expect(walked.perform('readHistory', { input: null })).rejects.toThrow(PortalFault);
    expect(silence).toMatchObject({ spent: 'the budget is used up', reason: null });
  });

  it('is not broken by a test control that answers', () => {
    const silence = new Silence();
    times(FAULTS_IN_A_ROW, () => {
      silence.note(FAULT);
      for (const control of ['openWorld', 'advanceClock', 'makePayment']) silence.note(exchange(control, null));
    });
    expect(silence.reason).not.toBeNull();
  });
});

describe('a drive of a silent portal', () => {
  async function drive() {
    const sent: string[] = [];
    const silence = new Silence();
    const roster = await makeRoster();
    const sut: Sut = {
      name: 'p',
      description: describing('r/f'),
      close: async () => undefined,
      openDrive: async (_scenario, _seed, onExchange): Promise<Drive> => ({
        roster,
        now: () => 0,
        pass: async (seconds) => void sent.push(`pass ${seconds}`),
        perform: async (operation) => {
          sent.push(operation);
          if (operation === 'readHistory') return new Promise(() => undefined);
          onExchange(exchange(operation, 'down', `w#${sent.length}`));
          return { body: null, status: null, problem: null, fault: 'down', exchange: `w#${sent.length}` };
        },
      }),
    };
    const recorded: string[] = [];
    const opened = await silence.openDrive(sut, 'w', 1, ({ id }) => recorded.push(id));
    return { opened, silence, sent, recorded };
  }

  it('sends nothing, and cites the exchange that came before', async () => {
    const { opened, silence, sent, recorded } = await drive();
    await opened.perform('lookUp', { input: {} });
    times(FAULTS_IN_A_ROW, () => silence.note(FAULT));
    const answer = await opened.perform('lookUp', { input: {} });
    expect(answer).toEqual({ body: null, status: null, problem: null, fault: silence.reason, exchange: 'w#1' });
    await expect(opened.pass(5)).rejects.toThrow(PortalFault);
    expect({ sent, recorded }).toEqual({ sent: ['lookUp'], recorded: ['w#1'] });
  });

  it('waits no longer for what is under way', async () => {
    const { opened, silence } = await drive();
    await opened.perform('lookUp', { input: {} });
    const hanging = opened.perform('readHistory', { input: null });
    times(FAULTS_IN_A_ROW, () => silence.note(FAULT));
    expect(await hanging).toMatchObject({ body: null, fault: silence.reason, exchange: 'w#1' });
  });

  it('cannot be gone on with where nothing came before', async () => {
    const { opened, silence, sent } = await drive();
    await opened.pass(5);
    times(FAULTS_IN_A_ROW, () => silence.note(FAULT));
    await expect(opened.perform('lookUp', { input: {} })).rejects.toThrow(PortalFault);
    expect(sent).toEqual(['pass 5']);
  });
});
