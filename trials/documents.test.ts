// Results that are wrong as documents fail, and honest ones that look different pass: portals in front of the simulator change them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSimulator } from '../cli/simulate/simulator.ts';
import { scratch, within } from '../cli/spawned.ts';
import { knownRegulations } from '../cli/workspace.ts';
import { type SigningKey, signCms } from '../schemas/pki/cms.ts';
import type { Report } from '../schemas/run/report.ts';
import { loadPeople } from '../simulators/reference/engine/people.ts';
import { officeAt } from '../simulators/reference/engine/roster.ts';
import { type ResultDocument, renderResult } from '../simulators/reference/operations/result-document.ts';
import { readWords } from '../suites/engine/walking/read-words.ts';
import { type Asked, startPortal } from '../suites/sut/dumb-portal.ts';
import { forward } from './recorder.ts';

const AT = new Date('2013-05-10T04:00:00Z');
type Taken = Awaited<ReturnType<typeof forward>>;
/** Changes what the simulator would answer. @param asks passes a request on to it */
type Change = (asked: Asked, asks: (asked: Asked) => Promise<Taken>) => Promise<Taken>;

let simulator: Awaited<ReturnType<typeof startSimulator>>;
let keys: { official: SigningKey; clerk: SigningKey; stranger: SigningKey };
beforeAll(async () => {
  simulator = await startSimulator(knownRegulations(), { port: 0, seed: 1 });
  keys = await officeAt(simulator.url, loadPeople()).issue(Date.parse('2013-04-26T04:00:00Z'));
});
afterAll(() => simulator.close());

async function runBehind(change: Change, ...selection: string[]): Promise<Report> {
  const portal = await startPortal(async (response, asked) => {
    const { status, type, body } = await change(asked, (passed) => forward(simulator.url, passed));
    response.writeHead(status, { 'content-type': type }).end(body);
  });
  const cwd = scratch();
  await within(['run', '--target', portal.url, ...selection, '--out', 'out', '--reporter', 'json'], cwd);
  await portal.close();
  return JSON.parse(readFileSync(join(cwd, 'out/report.json'), 'utf8'));
}

const failedIn = ({ verdicts }: Report) =>
  verdicts.filter(({ verdict }) => verdict !== 'pass').map(({ assertion }) => assertion.split('/').slice(2).join('/'));

async function signedBy(key: SigningKey, content: ResultDocument): Promise<Taken> {
  const bytes = await renderResult(content);
  const document = Buffer.from(bytes).toString('base64');
  const signature = Buffer.from(await signCms(bytes, key, AT)).toString('base64');
  const body = JSON.stringify({ mediaType: 'application/pdf', document, signature });
  return { status: 200, type: 'application/json', body };
}
const isResult = ({ path }: Asked) => path.endsWith('/result');
const BLANK = { title: '', number: '', lines: [], signed: '', issuedAt: AT };

const CERTIFICATE = ['--regulation', 'foreign-periodicals-registration', '--flow', 'leb'];
const LICENCE = ['--regulation', 'communications-licence', '--flow', 'internal'];
const OF_RESULT = ['--assertion', '**/{receive-result,send-result}/{names,kind,sign,refusal,document}*'];

describe('a portal whose results are wrong', () => {
  it('fails when it gives the certificate in spite of a negative decision', async () => {
    const report = await runBehind(
      (asked, asks) => {
        const body = asked.path.endsWith('/decision') ? JSON.stringify({ decision: 'grant' }) : asked.body;
        return asks({ ...asked, body });
      },
      ...CERTIFICATE,
      ...OF_RESULT,
    );
    expect(report.outcome).toBe('failed');
    expect(failedIn(report)).toEqual(['receive-result/refusal-kind']);
  });

  it('fails when its pages are blank and another organisation signs them', async () => {
    const report = await runBehind(
      async (asked, asks) => {
        const answer = await asks(asked);
        return isResult(asked) && answer.status === 200 ? signedBy(keys.stranger, BLANK) : answer;
      },
      ...LICENCE,
      ...OF_RESULT,
    );
    expect(report.outcome).toBe('failed');
    expect(failedIn(report).toSorted()).toEqual([
      'send-result/kind-for-duplicate',
      'send-result/kind-for-licence',
      'send-result/kind-for-re-issue',
      'send-result/kind-for-reorganisation',
      'send-result/names-number',
      'send-result/names-title',
      'send-result/signed-by-head',
      'send-result/signed-by-provider',
    ]);
  });
});

describe('an honest portal', () => {
  it('passes when the deputy of the head signs, and fails when a clerk does', async () => {
    const signing = (key: SigningKey, heads: string[]): Change => {
      return async (asked, asks) => {
        const answer = await asks(asked);
        const body = asked.path === '/' ? JSON.parse(answer.body) : {};
        if (asked.path === '/')
          return { ...answer, body: JSON.stringify({ ...body, provider: { ...body.provider, heads } }) };
        return isResult(asked) && answer.status === 200 ? signedBy(key, { ...BLANK, title: 'Лицензия' }) : answer;
      };
    };
    const OF_SIGNER = ['--assertion', '**/send-result/signed-by-*'];
    const HEAD = '780510300102';
    const DEPUTY = '820308400110';
    expect(failedIn(await runBehind(signing(keys.clerk, [HEAD, DEPUTY]), ...LICENCE, ...OF_SIGNER))).toEqual([]);
    expect(failedIn(await runBehind(signing(keys.clerk, [HEAD]), ...LICENCE, ...OF_SIGNER))).toEqual([
      'send-result/signed-by-head',
    ]);
  });

  it('passes when its refusal is a signed letter that can be fetched', async () => {
    const refused = new Set<string>();
    const report = await runBehind(
      async (asked, asks) => {
        const request = asked.path.split('/')[2] ?? '';
        if (asked.path.endsWith('/decision') && !asked.body.includes('"grant"')) refused.add(request);
        const answer = await asks(asked);
        if (!isResult(asked) || answer.status !== 404 || !refused.has(request)) return answer;
        return signedBy(keys.official, { ...BLANK, title: 'Мотивированный отказ в выдаче лицензии', number: '5-12' });
      },
      ...LICENCE,
      '--assertion',
      '**/refuse-reasoned/*',
    );
    expect(failedIn(report)).toEqual([]);
    expect(report.outcome).toBe('passed');
  });

  it('passes when its certificate has another layout and another language', async () => {
    const report = await runBehind(
      async (asked, asks) => {
        const answer = await asks(asked);
        if (!isResult(asked) || answer.status !== 200) return answer;
        const { document } = JSON.parse(answer.body);
        const words = await readWords({ mediaType: 'application/pdf', bytes: Buffer.from(document, 'base64') });
        const text = 'text' in words ? words.text : '';
        const holder = text.match(/\d{12}/u)?.[0] ?? '';
        const isRefused = /бас тарту/u.test(text);
        return signedBy(keys.official, {
          ...BLANK,
          title: 'РЕСПУБЛИКА КАЗАХСТАН',
          lines: [
            ['10 мая 2013 года', 'город Актау'],
            ['ИИН', holder.replace(/(\d{4})(?=\d)/gu, '$1 ')],
            ['Номер', '12/77'],
            ['', isRefused ? 'ОТКАЗ в учёте СМИ (мотивированный ответ)' : 'СПРАВКА об учёте иностранных СМИ'],
          ],
        });
      },
      ...CERTIFICATE,
      ...OF_RESULT,
    );
    expect(failedIn(report)).toEqual([]);
    expect(report.outcome).toBe('passed');
  });
});

describe('the applicant whose request an employee has brought in', () => {
  const COLLECTED = ['--regulation', 'tv-radio-distribution-licence', '--flow', 'provider'];
  const OF_APPLICANT = ['--assertion', '**/receive-result/collected'];
  it('passes a portal that gives the result to the applicant, and fails one that gives it to the employee alone', async () => {
    expect((await runBehind((asked, asks) => asks(asked), ...COLLECTED, ...OF_APPLICANT)).outcome).toBe('passed');
    let given = 0;
    const once: Change = async (asked, asks) => {
      const answer = await asks(asked);
      if (!isResult(asked) || answer.status !== 200) return answer;
      given += 1;
      const body = JSON.stringify({ type: 'about:blank', title: 'no', status: 403, detail: 'it is another person’s' });
      return given === 1 ? answer : { status: 403, type: 'application/problem+json', body };
    };
    const report = await runBehind(once, ...COLLECTED, ...OF_APPLICANT);
    expect(failedIn(report)).toEqual(['receive-result/collected']);
    expect(given).toBe(2);
  });

  it('is asked nothing of where the portal does not say that it knows applicants there', async () => {
    const silent: Change = async (asked, asks) => {
      const answer = await asks(asked);
      if (asked.path !== '/') return answer;
      return { ...answer, body: JSON.stringify({ ...JSON.parse(answer.body), additions: [] }) };
    };
    const report = await runBehind(silent, ...COLLECTED, ...OF_APPLICANT);
    expect(report.verdicts.map(({ verdict }) => verdict)).toEqual(['not-applicable']);
  });
});
