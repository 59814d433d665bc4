// Random operations in random order: never a defect of ours, and whatever is recorded is a way through the program.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { loadRegulations } from '../../schemas/load.ts';
import type { Operation, RequestView } from '../../schemas/target/driver.ts';
import { CAUSE_NAMES, type Cause, VERBS } from '../../schemas/vocabulary.ts';
import { createApp } from './door/app.ts';
import { compileProgram, type Program } from './engine/program.ts';
import { Visitor } from './sample-visitor.ts';
import { createSimulator } from './simulator.ts';

const regulations = loadRegulations('fixtures/regulations');
const programs = regulations.flatMap((regulation) =>
  Object.keys(regulation.flows).map((flow) => compileProgram(regulation, flow)),
);
const app = createApp(createSimulator({ regulations }));
const STEPS = ['fill', 'attach', 'pay', 'chooseCertificate', 'sign', 'lookUp', 'decide'] as const;

/** Whether the actions are a way through the program from its start, each branch allowed; a bad signature refuses as well. */
function isLegal({ nodes }: Program, actions: readonly string[]): boolean {
  let positions = new Set<number | null>([0]);
  for (const action of actions) {
    const next = new Set<number | null>();
    for (const at of reach(nodes, positions)) {
      const node = nodes[at];
      if (node?.kind !== 'step' || node.action !== action) continue;
      next.add(VERBS[node.does].ends === null ? node.next : null);
      if (node.does === 'sign') {
        for (const other of nodes)
          if (other.kind === 'condition' && other.checks === 'certificate') next.add(other.fail);
      }
    }
    if (next.size === 0) return false;
    positions = next;
  }
  return true;
}

function reach(nodes: Program['nodes'], from: ReadonlySet<number | null>): Set<number> {
  const found = new Set<number>();
  const visit = (at: number | null): void => {
    const node = at === null ? undefined : nodes[at];
    if (at === null || node === undefined || found.has(at)) return;
    found.add(at);
    if (node.kind === 'condition') [node.ok, node.fail].forEach(visit);
  };
  for (const at of from) visit(at);
  return found;
}

const move = fc.record({
  operation: fc.constantFrom<Operation[]>(...STEPS),
  cause: fc.option(fc.constantFrom<Cause[]>(...CAUSE_NAMES), { nil: null, freq: 2 }),
  seconds: fc.constantFrom(0, 1, 15, 90, 600, 86_400),
});

it('knows an illegal way when it sees one', () => {
  const [program] = programs;
  if (program === undefined) throw new Error('no program');
  const actions = program.nodes.flatMap((node) => (node.kind === 'step' ? [node.action] : []));
  expect(isLegal(program, [])).toBe(true);
  expect(isLegal(program, actions.slice(0, 1))).toBe(true);
  expect(isLegal(program, actions.slice(1, 2))).toBe(false);
  expect(isLegal(program, actions)).toBe(false);
});

it('keeps every random walk legal, and never fails itself', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...programs),
      fc.constantFrom('good', 'wrong-password', 'no-such-person'),
      fc.array(move, { maxLength: 14 }),
      async (program, credentials, moves) => {
        const visitor = new Visitor(async (request) => {
          const response = await app.fetch(request);
          expect(response.status).toBeLessThan(500);
          return response;
        });
        await visitor.enter(11);
        await visitor.arrive(program, credentials);
        if (visitor.token === null) return;
        let known: RequestView = (await visitor.ask('readRequest', null)).view();
        for (const { operation, cause, seconds } of moves) {
          await visitor.perform(program, operation, cause);
          await visitor.pass(seconds);
          const view = (await visitor.ask('readRequest', null)).view();
          const actions = view.history.map(({ action }) => action);
          expect([actions, isLegal(program, actions)]).toEqual([actions, true]);
          expect(actions.slice(0, known.history.length)).toEqual(known.history.map(({ action }) => action));
          if (known.state !== 'open') expect(view).toEqual(known);
          known = view;
        }
      },
    ),
    { numRuns: 60, seed: 20130315 },
  );
}, 120_000);

it('answers any body with a problem or a view, never with a defect', async () => {
  const paths = ['/sessions', '/worlds', '/clock', '/payments', '/requests', '/requests/x/signature'];
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...paths), fc.jsonValue(), async (path, value) => {
      const headers = { 'content-type': 'application/json', authorization: 'Bearer x' };
      const body = JSON.stringify(value);
      const response = await app.fetch(new Request(`http://127.0.0.1${path}`, { method: 'POST', headers, body }));
      expect(response.status).toBeGreaterThanOrEqual(400);
      expect(response.status).toBeLessThan(500);
    }),
    { numRuns: 300, seed: 20130315 },
  );
});
