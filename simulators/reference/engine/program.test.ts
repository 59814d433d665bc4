// Compiling: clauses first, a table only where no clause tells the procedure, and what cannot be walked is named.
import { describe, expect, it } from 'vitest';
import { loadRegulations } from '../../../schemas/load.ts';
import type { Regulation } from '../../../schemas/regulation.ts';
import { compileProgram } from './program.ts';

function sample(): Regulation {
  const found = loadRegulations('fixtures/regulations').find(({ id }) => id === 'passenger-transport-licence');
  if (found === undefined) throw new Error('the regulation is gone');
  return structuredClone(found);
}

const outline = (regulation: Regulation, flow: string) =>
  compileProgram(regulation, flow).nodes.map((node) =>
    node.kind === 'step' ? `${node.action} by ${node.actor}` : `${node.checks} after ${node.after}`,
  );

function flowOf(regulation: Regulation, flow: string): Regulation['flows'][string] {
  const found = regulation.flows[flow];
  if (found === undefined) throw new Error(`no flow ${flow}`);
  return found;
}

describe('compileProgram', () => {
  it('runs the items in printed order', () => {
    const program = compileProgram(sample(), 'portal');
    expect(program).toMatchObject({ source: 'clauses', parkAt: 3 });
    expect(outline(sample(), 'portal').slice(0, 6)).toEqual([
      'authenticate by applicant',
      'credentials after authenticate',
      'refuse-credentials by portal',
      'fill-request by applicant',
      'pay by payment-gateway',
      'payment after pay',
    ]);
  });

  it('takes from the table the terms, and the actor of an item that names none, and never its order', () => {
    const regulation = sample();
    for (const step of flowOf(regulation, 'portal').steps) {
      step.actor.party = 'psc';
      step.next.branches = [];
    }
    const expected = outline(sample(), 'portal').map((line) =>
      line.startsWith('refuse-certificate') ? 'refuse-certificate by psc' : line,
    );
    expect(outline(regulation, 'portal')).toEqual(expected);
    const [, , , , pay] = compileProgram(regulation, 'portal').nodes;
    expect(pay).toMatchObject({ action: 'pay', step: 4, term: { max: 90 }, personal: false });
  });

  it('compiles a table where there are no items, with the readings that the errata adopt', () => {
    const program = compileProgram(sample(), 'provider');
    expect(program.source).toBe('table');
    expect(outline(sample(), 'provider')).toEqual([
      'authenticate by provider',
      'credentials after authenticate',
      'refuse-credentials by e-licensing',
      'fill-request by provider',
      'look-up by organisations-registry',
      'registry after look-up',
      'refuse-not-found by e-licensing',
      'attach-documents by provider',
      'register by e-licensing',
      'qualification after register',
      'refuse-unqualified by e-licensing',
      'receive-result by e-licensing',
    ]);
  });

  it('leaves to the portal what an item gives to nobody', () => {
    expect(outline(sample(), 'portal')).toContain('refuse-certificate by portal');
  });

  it('asks a database that does the look-up itself', () => {
    const regulation = sample();
    const items = flowOf(regulation, 'psc').items;
    for (const item of items) {
      if ('does' in item && item.does === 'look-up') Object.assign(item, { by: 'individuals-registry', asks: [] });
      if ('checks' in item && item.checks === 'registry') item.asks = [];
    }
    const asked = compileProgram(regulation, 'psc').nodes.flatMap((node) =>
      node.kind === 'condition' && node.checks === 'registry' ? [node.asks] : [],
    );
    expect(asked).toEqual([['individuals-registry']]);
  });

  it.each<[string, string, (regulation: Regulation) => void, RegExp]>([
    [
      'a branch that leads nowhere',
      'portal',
      (regulation) => {
        for (const item of flowOf(regulation, 'portal').items) if ('condition' in item) item.ok = 'elsewhere';
      },
      /item 3 leads to elsewhere/,
    ],
    [
      'a refusal that forms nothing',
      'portal',
      (regulation) => {
        for (const item of flowOf(regulation, 'portal').items) if ('process' in item) delete item.forms;
      },
      /refuse-credentials refuses and forms nothing/,
    ],
    [
      'a circle',
      'portal',
      (regulation) => {
        for (const item of flowOf(regulation, 'portal').items) if ('condition' in item) item.ok = 'authenticate';
      },
      /circle through authenticate/,
    ],
    [
      'a table whose branches have no condition',
      'provider',
      (regulation) => {
        regulation.errata = [];
        for (const step of flowOf(regulation, 'provider').steps) {
          for (const branch of step.next.branches) branch.when = null;
        }
      },
      /branches with no condition/,
    ],
    [
      'a table that names one branch only',
      'provider',
      (regulation) => {
        for (const { next } of flowOf(regulation, 'provider').steps) {
          if (next.branches.length > 1) next.branches.pop();
        }
      },
      /says nothing about found/,
    ],
  ])('refuses %s', (_, flow, spoil, message) => {
    const regulation = sample();
    spoil(regulation);
    expect(() => compileProgram(regulation, flow)).toThrow(message);
  });
});
