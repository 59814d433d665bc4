// A portal by other hands that issues late, or shuts early, fails the term of that step alone, and the rest of it is judged all the same.
import { afterAll, expect, it } from 'vitest';
import { fixturePath } from '../schemas/fixture.ts';
import { createHtmlPortal } from '../simulators/foreign/html/portal.ts';
import { createJsonPortal } from '../simulators/foreign/json/portal.ts';
import { createSoapPortal } from '../simulators/foreign/soap/portal.ts';
import { OFFICE } from '../simulators/foreign/soap/sample-sender.ts';
import { TRUST } from '../simulators/sample-credentials.ts';
import { environmentOf, type Opened, openPortal, runOn } from './foreign-runs.ts';

const open: Opened[] = [];
afterAll(async () => {
  for (const portal of open) await portal.close();
});

/** What fails on a portal, and what is left open, of the success of its steps and of their terms. */
async function judged(name: string, portal: Parameters<typeof openPortal>[0], assertion: string) {
  const door = await openPortal(portal);
  open.push(door);
  const { report } = await runOn(fixturePath(`targets/foreign-${name}.yaml`), environmentOf(door.url), { assertion });
  const those = (is: string) => report.verdicts.filter(({ verdict }) => verdict === is);
  const short = (id: string) => id.split('/').slice(2).join('/');
  return { failed: those('fail').map((one) => short(one.assertion)), open: those('inconclusive').length };
}

const ALL = '**/{once,next,next-when-*ed,final,term,completion,actor,number}';

it.each([
  ['html', 'receive-result/term', () => createHtmlPortal({ ...TRUST, violation: 'issues-late' })],
  ['json', 'register/term', () => createJsonPortal({ ...TRUST, violation: 'issues-late' })],
  ['soap', 'receive-result/term', () => createSoapPortal({ ...OFFICE, violation: 'issues-late' })],
])('issues every result a working day after the decision (%s)', async (name, term, portal) => {
  expect(await judged(name, portal(), ALL)).toEqual({ failed: [term], open: 0 });
});

it.each([
  ['html', 'fill-request/term', () => createHtmlPortal({ ...TRUST, violation: 'form-closes-early' })],
  ['json', 'choose-certificate/term', () => createJsonPortal({ ...TRUST, violation: 'certificate-closes-early' })],
  ['soap', 'fill-request/term', () => createSoapPortal({ ...OFFICE, violation: 'form-closes-early' })],
])('closes a step before its term has ended (%s)', async (name, term, portal) => {
  expect(await judged(name, portal(), ALL)).toEqual({ failed: [term], open: 0 });
});
