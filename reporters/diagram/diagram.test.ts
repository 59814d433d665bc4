// What a diagram shows of every flow: each step and each branch once, whoever acts, what is asked, and every term.
import { describe, expect, it } from 'vitest';
import { fixturePath } from '../../schemas/fixture.ts';
import { orderOfBoth } from '../../schemas/flow/flow-graph.ts';
import { suiteGraph } from '../../schemas/flow/suite-graph.ts';
import { loadRegulations } from '../../schemas/load.ts';
import { tableColumns } from '../../schemas/run/tables.ts';
import { type Diagram, diagramOf } from './diagram.ts';
import { KAZAKH, sayTerm } from './words.ts';

const regulations = loadRegulations(fixturePath('regulations'));
const flows = regulations.flatMap((regulation) =>
  Object.entries(regulation.flows).map(([id, flow]) => ({ name: `${regulation.id}/${id}`, regulation, id, flow })),
);
const tasksOf = ({ parts }: Diagram) => parts.filter(({ kind }) => kind === 'task');
const drawn = (name: string): Diagram => {
  const found = flows.find((one) => one.name === name);
  if (found === undefined) throw new Error(name);
  return diagramOf(found.regulation, found.id);
};

describe.each(flows)('$name', ({ regulation, id, flow }) => {
  const diagram = diagramOf(regulation, id);
  const graph = suiteGraph(regulation, id);
  const tasks = tasksOf(diagram);

  it('has every column of the table and every step once, in the lane of its actor', () => {
    const numbers = tasks.flatMap(({ name }) => /^(\d+)\. /u.exec(name)?.[1] ?? []);
    expect(numbers.map(Number).toSorted((a, b) => a - b)).toEqual(flow.steps.map(({ step }) => step));
    expect(tasks.map(({ action, lane }) => [action, lane])).toEqual(
      graph.steps.map(({ action, actor }) => [action, actor ?? '']),
    );
    for (const { step, action } of flow.steps)
      expect(tasks.filter((task) => task.name.startsWith(`${step}. `)).map((task) => task.action)).toEqual([action.is]);
  });

  it('has every branch once, with the name of its outcome', () => {
    const branches = diagram.arrows.flatMap(({ branch }) => branch ?? []);
    expect(branches).toEqual(
      graph.steps.flatMap(({ action, next }) => next.map((edge) => ({ from: action, to: edge.to, when: edge.when }))),
    );
    for (const { branch, name } of diagram.arrows)
      if (branch !== null) expect(name).toBe(branch.when === null ? '' : KAZAKH.outcomes[branch.when]);
    if (flow.table === null || orderOfBoth(regulation, id) !== null) return;
    const actionOf = new Map(flow.steps.map(({ step, action }) => [step, action.is]));
    const columns = tableColumns(regulation).filter((column) => column.flow === id);
    expect(branches).toEqual(
      columns.flatMap(({ step, next }) =>
        next.resolved.map(({ to, when }) => ({ from: actionOf.get(step), to: actionOf.get(to), when })),
      ),
    );
  });

  it('is joined from its beginning to its ends, without a part that leads nowhere', () => {
    const { parts, arrows } = diagram;
    expect(new Set(parts.map((part) => part.id)).size).toBe(parts.length);
    expect(new Set(arrows.map((arrow) => arrow.id)).size).toBe(arrows.length);
    for (const part of parts) {
      const into = arrows.filter(({ to }) => to === part.id).length;
      const out = arrows.filter(({ from }) => from === part.id).length;
      expect([part.id, into > 0, out > 0]).toEqual([part.id, part.kind !== 'start', part.kind !== 'end']);
      // What is asked has two answers, and nothing else leads two ways.
      expect([part.id, out > 1]).toEqual([part.id, part.kind === 'gateway']);
    }
  });

  it('says every term, and its length where it is one', () => {
    for (const { action, terms } of graph.steps) {
      const timer = tasks.find((task) => task.action === action)?.timer ?? null;
      const readings = terms.flatMap((term) => term.readings);
      expect([action, timer === null]).toEqual([action, readings.length === 0]);
      for (const term of readings) expect(timer?.name).toContain(sayTerm(term, KAZAKH));
      const [one] = readings;
      if (one !== undefined && readings.length === 1 && !('unit' in one))
        expect([action, secondsOf(timer?.duration ?? '')]).toEqual([action, one.max]);
      else expect([action, timer?.duration ?? null]).toEqual([action, null]);
    }
  });

  it('has the printed words whole beside those that stand in the task', () => {
    for (const column of flow.steps) {
      const task = tasks.find(({ name }) => name.startsWith(`${column.step}. `));
      for (const cell of [column.action, column.completion, column.term, column.next])
        expect(task?.detail).toContain(cell.printed);
      const begin = `${column.step}. ${column.action.printed}`.slice(0, 30);
      expect(task?.name.slice(0, begin.length)).toBe(begin);
    }
    for (const { name } of tasks) expect([...name].length).toBeLessThanOrEqual(93);
  });
});

/** The seconds of a duration of ISO 8601 that has no days. */
function secondsOf(duration: string): number {
  const [, hours = '0', minutes = '0', seconds = '0'] =
    /^PT(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?$/u.exec(duration) ?? [];
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
}

describe('what a clause tells', () => {
  it('asks before the steps that only some variants have, and leads past them', () => {
    const { parts, arrows } = drawn('communications-licence/internal');
    const asked = parts.filter(({ id }) => id.startsWith('variant-'));
    expect(asked.map(({ id }) => id)).toEqual(['variant-accept-application']);
    expect(
      arrows.filter(({ from }) => from === 'variant-accept-application').map(({ to, name }) => [to, name]),
    ).toEqual([
      ['step-accept-application', 'paper'],
      ['step-assign-unit', KAZAKH.otherwise],
    ]);
    expect(arrows.find(({ from }) => from === 'start')?.to).toBe('variant-accept-application');
  });

  it('gives a question to whoever asks it by the clause, and what nobody does to a lane of its own', () => {
    const { parts, lanes } = drawn('communications-licence/portal');
    expect(parts.find(({ id }) => id === 'check-pay')?.lane).toBe('e-licensing');
    expect(parts.find(({ id }) => id === 'step-refuse-certificate')?.lane).toBe('');
    expect(lanes).toContainEqual({ id: '', name: KAZAKH.nobody });
  });

  it('names the terms of the variants', () => {
    const { parts } = drawn('communications-licence/internal');
    const timer = parts.find(({ id }) => id === 'step-form-result')?.timer;
    expect(timer?.name).toBe(
      'licence: 14 жұмыс күні; re-issue: 2 жұмыс күні; reorganisation: 9 жұмыс күні не 9 күнтізбелік күн; duplicate: 1 жұмыс күні',
    );
    expect(timer?.duration).toBeNull();
  });
});

it.each([
  [{ min: null, max: 90 }, '1,5 мин'],
  [{ min: 30, max: 60 }, '30–60 сек'],
  [{ min: 10, max: 15 }, '10–15 сек'],
  [{ min: null, max: 7200 }, '2 сағ'],
  [{ max: 15, unit: 'working-day' as const }, '15 жұмыс күні'],
  [{ max: 9, unit: 'calendar-day' as const }, '9 күнтізбелік күн'],
])('says the term %j', (term, words) => {
  expect(sayTerm(term, KAZAKH)).toBe(words);
});
