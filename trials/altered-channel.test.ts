// Portals through one of whose channels nobody can apply: that channel fails, and the others pass.
import { expect, it } from 'vitest';
import { type Alter, type Asked, refusal, runAltered } from './altered-simulator.ts';

const APPLIED = [
  ['portal', 'authenticate/next-when-authorised'],
  ['psc', 'authenticate/next'],
] as const;
const SERVICE = 'passenger-transport-licence';
const isForm = ({ method, path }: Asked) => method === 'PUT' && path.endsWith('/form');

/** Refuses to take a form from anybody who has logged in to a flow. */
function closing(flow: string): Alter {
  const sessions = new Set<string>();
  return async (asked, pass) => {
    if (isForm(asked) && sessions.has(asked.token ?? '')) return refusal(409, 'not through this channel');
    const told = await pass();
    if (asked.body?.flow === flow && 'token' in told.body) sessions.add(`Bearer ${told.body.token}`);
    return told;
  };
}

/** The verdict on the step into the application, by channel. */
async function verdicts(make: () => Alter) {
  const found = APPLIED.map(async ([flow, id]) => [
    flow,
    (await runAltered(`${SERVICE}/${flow}/${id}`, make()))[`${flow}/${id}`],
  ]);
  return Object.fromEntries(await Promise.all(found));
}

it('passes a portal that renders the service through each channel', async () => {
  expect(await verdicts(() => (_, pass) => pass())).toEqual({ portal: 'pass', psc: 'pass' });
});

it('fails a portal that renders it through one channel only', async () => {
  expect(await verdicts(() => closing('psc'))).toEqual({ portal: 'pass', psc: 'fail' });
});
