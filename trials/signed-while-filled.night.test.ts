// A portal that has its form signed as it is filled in is judged through a target file, and found out where it takes a bad signature.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { scratch } from '../cli/spawned.ts';
import { knownRegulations } from '../cli/workspace.ts';
import { createApp, createSimulator, listMutants, type Mutant } from '../simulators/index.ts';
import { openPortal, runOn } from './foreign-runs.ts';

const [REGULATION, FLOW] = ['foreign-periodicals-registration', 'leb'];

/** The target file of the simulator as a portal whose one screen is filled in and signed; the persons come with the world. */
const TARGET = `target: reglament-target/1
name: signed while it is filled in
flows: [${REGULATION}/${FLOW}]
languages: [kk, ru, en]
controls: [worlds, clock, decision]
baseUrl: '\${ENV:PORTAL_URL}'
hosts: ['\${ENV:PORTAL_HOST}']
testSystem: true
limits: { applications: 60, perSecond: 1000 }
headers: { reglament-world: '{{world}}', authorization: 'Bearer {{token}}' }
credentials:
  good: { id: '{{id1}}', password: '{{word1}}' }
  wrong-password: { id: '{{id1}}', password: 'not-{{word1}}' }
employee: { id: '{{id3}}', password: '{{word3}}' }
officer: { id: '{{id2}}', password: '{{word2}}' }
certificates:
  employee-good: { certificate: '{{pem}}', key: '{{pemKey}}' }
  employee-expired: { certificate: '{{oldPem}}', key: '{{oldPemKey}}' }
history: &history
  - each: { jsonpath: '$.history[*]' }
    action: { jsonpath: $.action }
    actor: { jsonpath: $.actor }
    startedAt: { jsonpath: $.startedAt }
    finishedAt: { jsonpath: $.finishedAt, optional: true }
    completion: { jsonpath: $.completion, optional: true }
notifications:
  - each: { jsonpath: '$.notifications[*]' }
    action: { jsonpath: $.action }
    kind: { jsonpath: $.kind }
    at: { jsonpath: $.at }
    text: { jsonpath: $.text }
    cause: { jsonpath: $.cause, optional: true }
operations:
  describe: { exchanges: [{ method: GET, path: / }] }
  openWorld:
    exchanges:
      - method: POST
        path: /worlds
        json: { seed: '{{seed}}', now: '{{now}}' }
        pick:
          world: { jsonpath: $.world }
          id1: { jsonpath: $.roster.credentials.good.id }
          word1: { jsonpath: $.roster.credentials.good.password }
          id3: { jsonpath: $.roster.employee.id }
          word3: { jsonpath: $.roster.employee.password }
          id2: { jsonpath: $.roster.officer.id }
          word2: { jsonpath: $.roster.officer.password }
          pem: { jsonpath: '$.roster.certificates["employee-good"].certificatePem' }
          pemKey: { jsonpath: '$.roster.certificates["employee-good"].privateKeyPem' }
          oldPem: { jsonpath: '$.roster.certificates["employee-expired"].certificatePem' }
          oldPemKey: { jsonpath: '$.roster.certificates["employee-expired"].privateKeyPem' }
    answer: { now: { jsonpath: $.now } }
  advanceClock:
    exchanges: [{ method: POST, path: /clock, json: { seconds: '{{seconds}}' } }]
    answer: { now: { jsonpath: $.now } }
  authenticate:
    exchanges:
      - method: POST
        path: /sessions
        json: { regulation: '{{regulation}}', flow: '{{flow}}', as: '{{as}}', id: '{{id}}', password: '{{password}}' }
        pick: { sid: { jsonpath: $.session }, token: { jsonpath: $.token, optional: true } }
    answer: &session { state: { jsonpath: $.state } }
  readSession:
    exchanges: [{ method: GET, path: '/sessions/{{sid}}', pick: { token: { jsonpath: $.token, optional: true } } }]
    answer: *session
  open:
    exchanges: [{ method: POST, path: /requests, with: { who: '{{sid}}' }, json: { session: '{{who}}' } }]
    answer: { request: { jsonpath: $.request } }
  fill:
    exchanges:
      - method: PUT
        path: '/requests/{{request}}/form'
        json: { values: { purpose: '{{purpose}}', applicant: '{{applicant}}' } }
      - { method: GET, path: '/requests/{{request}}/content', pick: { content: { jsonpath: $.content } } }
      - { method: POST, path: '/requests/{{request}}/signature', signs: { content: '{{content}}' }, json: { cms: '{{cms}}' } }
  readContent: { exchanges: [], answer: { content: '' } }
  sign: { exchanges: [] }
  decide: { exchanges: [{ method: POST, path: '/requests/{{request}}/decision', json: { decision: '{{decision}}' } }] }
  confirm: { exchanges: [{ method: POST, path: '/requests/{{request}}/steps', json: { action: '{{action}}', 'means?': '{{means}}' } }] }
  readRequest:
    exchanges: [{ method: GET, path: '/requests/{{request}}' }]
    answer: { state: { jsonpath: $.state }, number: { jsonpath: $.number, optional: true } }
`;

/** What comes of it on the simulator, with one cell broken or none. */
async function judged(mutant?: Mutant) {
  const file = join(scratch(), 'portal.yaml');
  writeFileSync(file, TARGET);
  const door = await openPortal(
    createApp(createSimulator({ regulations: knownRegulations(), ...(mutant === undefined ? {} : { mutant }) })),
  );
  const environment = { PORTAL_URL: door.url, PORTAL_HOST: new URL(door.url).host };
  const { report } = await runOn(file, environment, { assertion: '**' });
  await door.close();
  return report;
}

it('is judged, as far as signing is not a step of its own, and passes', async () => {
  const { verdicts, counts } = await judged();
  const left = verdicts.filter(({ verdict }) => !['pass', 'not-applicable'].includes(verdict));
  expect(left.map(({ assertion, actual }) => `${assertion}: ${actual}`)).toEqual([]);
  const passed = verdicts
    .filter(({ verdict }) => verdict === 'pass')
    .map(({ assertion }) => assertion.split('/').slice(2).join('/'));
  expect(passed).toEqual(expect.arrayContaining(['sign/unconfirmed-when-expired', 'process-request/once']));
  expect(counts.pass).toBeGreaterThan(30);
  const alone = verdicts.find(({ assertion }) => assertion.endsWith('/sign/not-twice'));
  expect(alone).toMatchObject({
    verdict: 'not-applicable',
    reason: expect.stringContaining('within another operation'),
  });
});

it('is found out where it takes a signature over other bytes', async () => {
  const mutant = listMutants(knownRegulations()).find(
    ({ id }) => id === `${REGULATION}/${FLOW}/sign/ignores-cause-other-bytes`,
  );
  expect(mutant).toBeDefined();
  const { verdicts } = await judged(mutant);
  const failed = verdicts.filter(({ verdict }) => verdict === 'fail').map(({ assertion }) => assertion);
  expect(failed).toContain(`${REGULATION}/${FLOW}/sign/unconfirmed-when-other-bytes`);
});
