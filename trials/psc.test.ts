// A service centre that records what the text leaves open passes; one that takes any password or hands over another way fails.
import { expect, it } from 'vitest';
import { loadPeople } from '../simulators/reference/engine/people.ts';
import { runAltered } from './altered-simulator.ts';

const PSC = 'foreign-periodicals-registration/psc';

/** The verdicts where the portal records other actors for some actions. */
const recording = (assertion: string, actors: Record<string, string>) =>
  runAltered(`${PSC}/${assertion}`, async (_, pass) => {
    const told = await pass();
    const { history } = told.body;
    if (Array.isArray(history))
      for (const entry of history) if (entry.action in actors) entry.actor = actors[entry.action];
    return told;
  });

it('may record the gateway or the executive body, and the operator or the workstation', async () => {
  const verdicts = await recording('{authenticate,register,receive-result}/actor', {
    authenticate: 'psc-operator',
    register: 'leb-is',
    'receive-result': 'regional-gateway',
  });
  expect(verdicts).toEqual({
    'psc/authenticate/actor': 'pass',
    'psc/register/actor': 'pass',
    'psc/receive-result/actor': 'pass',
  });
});

it('fails where the applicant is on record as handing the result over', async () => {
  const verdicts = await recording('receive-result/actor', { 'receive-result': 'applicant' });
  expect(Object.values(verdicts)).toEqual(['fail']);
});

it('fails where the result is handed over in person whatever was asked', async () => {
  const verdicts = await runAltered(`${PSC}/receive-result/handed-over-*`, (asked, pass) => {
    if (asked.body?.means === 'e-mail') asked.body = { ...asked.body, means: 'in-person' };
    return pass();
  });
  expect(verdicts).toEqual({
    'psc/receive-result/handed-over-in-person': 'pass',
    'psc/receive-result/handed-over-e-mail': 'fail',
  });
});

it('fails where an operator comes in with any password', async () => {
  const { id, password } = loadPeople().operator;
  const verdicts = await runAltered(`${PSC}/authenticate/unauthorised-when-*`, (asked, pass) => {
    if (asked.path === '/sessions' && asked.body?.id === id) asked.body = { ...asked.body, password };
    return pass();
  });
  expect(verdicts).toMatchObject({ 'psc/authenticate/unauthorised-when-wrong-password': 'fail' });
});

const ADDRESS = `${PSC}/receive-result/sent-to-applicant`;

it('may write the address of the applicant in other letters', async () => {
  const verdicts = await runAltered(ADDRESS, async (_, pass) => {
    const told = await pass();
    const { notifications } = told.body;
    if (Array.isArray(notifications))
      for (const notice of notifications) if ('sentTo' in notice) notice.sentTo = String(notice.sentTo).toUpperCase();
    return told;
  });
  expect(Object.values(verdicts)).toEqual(['pass']);
});

it('fails where the result goes to another address than the form names', async () => {
  const verdicts = await runAltered(ADDRESS, (asked, pass) => {
    const { values } = asked.body ?? {};
    if (values !== undefined) asked.body = { values: { ...Object(values), email: 'centre@example.com' } };
    return pass();
  });
  expect(Object.values(verdicts)).toEqual(['fail']);
});

it('is not asked for an address where it tells none, nor given one', async () => {
  const given: unknown[] = [];
  const verdicts = await runAltered(ADDRESS, async ({ path, body }, pass) => {
    given.push(Object(body?.values).email);
    const told = await pass();
    return path === '/' ? { ...told, body: { ...told.body, additions: ['attachments'] } } : told;
  });
  expect(Object.values(verdicts)).toEqual(['not-applicable']);
  expect(given.filter((email) => email !== undefined)).toEqual([]);
});
