// A small JSON portal and the target file that describes it, used only by the tests of this room.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fixturePath } from '../../../schemas/fixture.ts';
import { loadRegulations } from '../../../schemas/load.ts';
import type { Exchange } from '../../../schemas/run/report.ts';
import type { Operation } from '../../../schemas/target/driver.ts';
import type { Culprit } from '../blame.ts';
import { type Diagnosis, examine } from '../doctor.ts';
import type { Answerer } from '../dumb-portal.ts';
import { sayJson } from '../dumb-portal.ts';
import { Budget } from '../harness/budget.ts';
import type { Answer, Call } from '../sut.ts';
import { allowanceOf, driveTarget, openTarget } from './adapter.ts';
import { type LoadedTarget, loadTarget } from './file/load.ts';
import { Gate } from './sending/gate.ts';

/** Those of the regulations that print how the form is filled in: the sample has something of everything that such a form asks for. */
export const REGULATIONS = loadRegulations(fixturePath('regulations')).filter(({ filling }) => filling !== null);
export const SECRET = 'hunter2-hunter2';

/** Shortens the time limit of the sample from 20 to 3 seconds, for tests in which an answer never comes. */
export const hasty = (text: string): string => text.replace('timeoutSeconds: 20', 'timeoutSeconds: 3');

/** The text of the target file; tests replace a line of it to break it. */
export const SAMPLE = `target: reglament-target/1
name: a sample
flows: [${REGULATIONS[0]?.id}/portal]
languages: [ru]
baseUrl: http://127.0.0.1:9/api
hosts: ['127.0.0.1:9']
testSystem: true
limits: { applications: 2, perSecond: 1000, timeoutSeconds: 20 }
journal: [iin]
headers: { authorization: 'Bearer {{token}}' }
credentials:
  good: { id: '850615400026', password: '\${ENV:SECRET}' }
  wrong-password: { id: '850615400026', password: 'x\${ENV:SECRET}' }
operations:
  describe:
    exchanges: [{ method: GET, path: /health }]
  authenticate:
    exchanges:
      - method: POST
        path: /token
        json: { iin: '{{id}}', password: '{{password}}' }
        accepts: [401]
        pick:
          token: { jsonpath: $.token, optional: true }
    answer:
      state: { jsonpath: $.result, patterns: { authorised: вошёл, refused: отказ } }
      history:
        - each: { jsonpath: '$.log[*]' }
          action: { jsonpath: $.step, patterns: { authenticate: Вход } }
          actor: { jsonpath: $.who, patterns: { applicant: Заявитель } }
          finishedAt: { jsonpath: $.at, instant: 'dd.MM.yyyy HH:mm:ss', zone: '+06:00' }
  open:
    exchanges:
      - { method: POST, path: /orders, json: {}, pick: { request: { header: location, regex: '[^/]+$' } } }
      - method: GET
        path: '/orders/{{request}}'
        poll: { until: { jsonpath: $.state, matches: ^NEW$ }, every: 0.01, atMost: 20 }
    answer: { request: '{{request}}' }
  fill:
    exchanges: [{ method: PUT, path: '/orders/{{request}}', json: { who: '{{applicant}}' } }]
  readRequest:
    exchanges: [{ method: GET, path: '/orders/{{request}}' }]
    answer:
      state: { jsonpath: $.state, patterns: { open: NEW|SENT, completed: DONE } }
      number: { jsonpath: $.number, optional: true }
`;

/** The portal on which everything in the sample works; the answerer that `instead` gives, if any, takes precedence. */
export function samplePortal(instead: (path: string, method: string) => Answerer | null = () => null): Answerer {
  let polls = 0;
  return (response, asked) => {
    const own = instead(asked.path, asked.method);
    if (own !== null) return own(response, asked);
    const say = (status: number, value: unknown) => sayJson(status, value)(response, asked);
    if (asked.path === '/api/health') return say(200, { ok: true });
    if (asked.path === '/api/token') {
      const isRight = Object(JSON.parse(asked.body)).password === SECRET;
      const log = [{ step: 'Вход', who: 'Заявитель', at: '22.11.2026 10:00:00' }];
      return say(
        isRight ? 200 : 401,
        isRight ? { result: 'вошёл', token: `t-${SECRET}`, log } : { result: 'отказ', log },
      );
    }
    if (asked.headers.authorization !== `Bearer t-${SECRET}`) return say(401, { error: 'who are you' });
    if (asked.path === '/api/orders') {
      response.setHeader('location', '/api/orders/R7');
      return say(202, {});
    }
    if (asked.path !== '/api/orders/R7') return say(404, { error: 'no such order' });
    polls += 1;
    return say(200, { state: polls < 3 ? 'WAIT' : 'NEW', number: 'N-1' });
  };
}

const folder = mkdtempSync(join(tmpdir(), 'reglament-target-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

/** Writes a target file into a temporary folder. @returns its path */
export function written(text: string): string {
  const file = join(folder, 'target.yaml');
  writeFileSync(file, text);
  return file;
}

/** Loads a target file from its text. */
export const loaded = (text: string): LoadedTarget =>
  loadTarget(written(text), REGULATIONS, { SECRET }, { env: ['SECRET'] });

/** A walk on the portal at an address, with the exchanges that it leaves as evidence. */
export function walkOn(url: string, change: (text: string) => string = (text) => text) {
  const target = loaded(change(SAMPLE.replaceAll('127.0.0.1:9', new URL(url).host)));
  const exchanges: Exchange[] = [];
  const gate = new Gate(target, 4);
  const budget = new Budget(allowanceOf(target), 'limits.applications');
  const drive = driveTarget(target, { gate, budget, scenario: 'w', listener: (one) => exchanges.push(one) });
  const walk = {
    /** The culprit of the last answer; null where there was none. */
    culprit: null as Culprit | null,
    roster: drive.roster,
    now: () => drive.now(),
    pass: (seconds: number) => drive.pass(seconds),
    async perform<O extends Operation>(operation: O, call: Call<O>): Promise<Answer<O>> {
      const answer = await drive.perform(operation, call);
      walk.culprit = answer.blame?.culprit ?? null;
      return answer;
    },
  };
  return { walk, exchanges, gate, target };
}

/** Examines a target as `reglament doctor` does. */
export async function examineFile(target: LoadedTarget): Promise<Diagnosis[]> {
  const sut = openTarget(target, { concurrency: 1, start: '2013-04-26T10:00:00+06:00' });
  const diagnoses = await examine(sut, REGULATIONS);
  await sut.close();
  return diagnoses;
}
