// Portals at the brinks of the validity of a certificate: none is failed for how its clock shows the time, or for how long it checks.

import { expect, it } from 'vitest';
import { knownRegulations } from '../cli/workspace.ts';
import { plainly } from '../schemas/said.ts';
import { ADDITIONS, CONTROLS, type Description, type Roster } from '../schemas/target/driver.ts';
import { plan } from '../suites/engine/running/plan.ts';
import { type Alter, judgeAltered, type Outcome } from './altered-simulator.ts';
import { answering, asItIs, asking, both, isTo, knowingRoster, viewing } from './altering.ts';
import { CERTIFICATE } from './honest.ts';

const BRINKS = [
  'authenticate/not-let-in-when-just-before',
  'authenticate/lets-in-when-just-begun',
  'authenticate/lets-in-when-just-ending',
  'authenticate/not-let-in-when-just-ended',
  'choose-certificate/unconfirmed-when-just-before',
  'choose-certificate/confirmed-when-just-begun',
  'choose-certificate/confirmed-when-just-ending',
  'choose-certificate/unconfirmed-when-just-ended',
];

/** A portal that offers everything. */
const PORTAL: Omit<Description, 'controls'> = {
  contract: 'reglament-driver/1',
  name: 'portal',
  flows: knownRegulations().flatMap(({ id, flows }) => Object.keys(flows).map((flow) => `${id}/${flow}`)),
  languages: ['kk'],
  additions: [...ADDITIONS],
};

/** What comes of the assertions on the brinks, and of those on the walks that they are tried on. */
const judge = (alter: Alter): Promise<Outcome> =>
  judgeAltered(
    `${CERTIFICATE}/{*/*-when-just-*,choose-certificate/unconfirmed-when-*,register/next-when-unqualified}`,
    alter,
  );

const later = (instant: unknown, byMs: number) => new Date(Date.parse(String(instant)) + byMs).toISOString();

/** A clock that is ahead of what it shows: by so much from the start, and by all that is less than its grain. */
const showing = (aheadMs: number, grainMs: number): Alter =>
  both(
    asking((asked) =>
      asked.path === '/worlds' ? { ...asked, body: { ...asked.body, now: later(asked.body?.now, aheadMs) } } : asked,
    ),
    answering((body) => {
      if (typeof body.now !== 'string') return;
      const shown = Date.parse(body.now) - (grainMs === 1 ? aheadMs : 0);
      body.now = new Date(shown - (shown % grainMs)).toISOString();
    }),
  );

/** Takes so many seconds for what is sent to a place, by its own clock. */
const taking =
  (place: string, seconds: number): Alter =>
  async (asked, pass) => {
    if (isTo(asked, place)) await pass({ ...asked, path: '/clock', body: { seconds }, token: null });
    return pass();
  };

/** Test persons without the certificates of these names. */
const lacking = (...names: string[]): Alter =>
  knowingRoster((roster: Roster) => {
    for (const name of names) delete roster.certificates[name];
  }).learn;

/** Shows no step before it is finished. */
const finishedOnly = viewing((view) => {
  view.history = view.history.filter(({ finishedAt }) => finishedAt !== null);
});

it.each<[string, () => Alter]>([
  ['is as it is', () => asItIs],
  ['shows its clock in whole seconds', () => showing(400, 1000)],
  ['shows a step only when it is finished', () => finishedOnly],
  ['has one such certificate alone', () => lacking('brief-later')],
])('pass a portal that %s', async (_, make) => {
  const { failed, open, passed } = await judge(make());
  expect({ failed, open }).toEqual({ failed: [], open: [] });
  expect(passed).toEqual(expect.arrayContaining(BRINKS));
});

it.each<[string, () => Alter]>([
  ['shows its clock in whole minutes', () => showing(37_400, 60_000)],
  ['takes five seconds to check a certificate', () => taking('/certificate', 5)],
  ['takes five seconds to let somebody in', () => taking('/sessions', 5)],
])('fail no portal that %s', async (_, make) => {
  expect((await judge(make())).failed).toEqual([]);
});

it('are not observable on a portal that has no such certificate', async () => {
  const { report, failed, open, left } = await judge(lacking('brief', 'brief-later'));
  expect({ failed, open, left: left.toSorted() }).toEqual({ failed: [], open: [], left: BRINKS.toSorted() });
  for (const { reason } of report.verdicts.filter(({ verdict }) => verdict === 'not-applicable'))
    expect(reason).toBe('not-observable: the target supplies no certificate brief');
});

it('are not observable on a portal that has no clock, and take no application more than there are on any', () => {
  const planOn = (assertion: string, ...controls: Description['controls']) =>
    plan(knownRegulations(), { assertion }, { ...PORTAL, controls });
  const timeless = planOn('**/*when-just-*', 'worlds', 'payment-sandbox', 'decision');
  expect(timeless.scenarios).toEqual([]);
  expect(new Set([...timeless.notApplicable.values()].map(plainly))).toEqual(
    new Set(['not-observable: it needs the control clock, which the portal does not offer']),
  );
  const sent = (one: ReturnType<typeof planOn>) => one.scenarios.map(({ id }) => id);
  expect(sent(planOn('**', ...CONTROLS))).toEqual(sent(planOn('!(**/*when-just-*)', ...CONTROLS)));
});

// By its record the one that is ahead refuses the login of the last second only afterwards, so that this one is left open.
it.each<[string, number, string[]]>([
  [
    'is a second ahead of its clock',
    1000,
    [
      'authenticate/not-let-in-when-just-before',
      'choose-certificate/confirmed-when-just-ending',
      'choose-certificate/unconfirmed-when-just-before',
    ],
  ],
  [
    'is a second behind its clock',
    -1000,
    [
      'authenticate/lets-in-when-just-begun',
      'authenticate/not-let-in-when-just-ended',
      'choose-certificate/confirmed-when-just-begun',
      'choose-certificate/unconfirmed-when-just-ended',
    ],
  ],
])('fail a portal that %s, on these alone', async (_, aheadMs, expected) => {
  expect((await judge(showing(aheadMs, 1))).failed.toSorted()).toEqual(expected);
});
