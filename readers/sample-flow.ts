// Prints sound acts at random, whose clause and table tell one procedure, and acts with one contradiction planted.
import type { Row } from '../schemas/regulation.ts';
import { type Layout, printTable, type SampleStep } from './sample-act.ts';
import { KAZAKH, RUSSIAN, type Words } from './sample-words.ts';

/** An act as it is printed, before anything is planted in it. */
interface Act {
  readonly words: Words;
  steps: SampleStep[];
  items: string[];
  listed: string[];
  service: string;
  more: string[];
}

/** Where a contradiction is planted: a cell of a step, or else an item of a clause; neither where it is of the whole. */
export type Spot = { readonly step: number; readonly row: Row } | { readonly clause: number } | null;

type Plant = (act: Act) => Spot;

const cell =
  (step: number, row: Row, printed: (act: Act) => string): Plant =>
  (act) => {
    const words = printed(act);
    act.steps = act.steps.map((one) => (one.step === step ? { ...one, [row]: words } : one));
    return { step, row };
  };
const next = (step: number, printed: string): Plant => cell(step, 'next', () => printed);
const branched = (step: number, well: string, wrong: string) => `${step + 1}-${wrong}; ${step + 2}-${well}`;
const branches = ({ words }: Act, step: number): readonly [string, string] =>
  words.parts[step - 1]?.branches ?? ['', ''];

/** Every kind of contradiction with how it is planted; behind a slash, another way to plant it. */
export const PLANTS: Readonly<Record<string, Plant>> = {
  'actor-differs': cell(5, 'actor', ({ words }) => words.planted.system),
  'next-differs': next(3, '8'),
  'self-reference': next(3, '3'),
  'no-such-step': next(3, '17'),
  'dead-end': next(3, '-'),
  'lone-branch': cell(4, 'next', (act) => `6-${branches(act, 4)[0]}`),
  'same-branch': cell(4, 'next', (act) => branched(4, branches(act, 4)[0], branches(act, 4)[0])),
  'same-target': cell(4, 'next', (act) => `6-${branches(act, 4)[1]}; 6-${branches(act, 4)[0]}`),
  'branch-against-step': cell(4, 'next', (act) => branched(4, branches(act, 4)[1], branches(act, 4)[0])),
  'misnamed-branch': cell(4, 'next', ({ words }) => branched(4, ...words.planted.authorisation)),
  'refusal-goes-on': next(5, '6'),
  'end-goes-on': next(9, '8'),
  'missing-term': cell(5, 'term', () => '-'),
  'term-differs': cell(8, 'term', ({ words }) => words.parts[7]?.term.replace('15', '10') ?? ''),
  'forms-differ': cell(2, 'completion', ({ words }) => words.planted.otherForm),
  'actor-against-action': (act) => {
    cell(8, 'action', ({ words }) => words.planted.registration)(act);
    return cell(8, 'actor', ({ words }) => words.parts[1]?.actor ?? '')(act);
  },
  spelling: cell(2, 'actor', ({ words }) => words.planted.fullName),
  'spelling/misprint': cell(4, 'actor', ({ words }) => words.planted.misprint),
  'misnamed-branch/data': cell(4, 'next', ({ words }) => branched(4, ...words.planted.ownData)),
  'actor-against-action/refusal': (act) => {
    cell(5, 'action', ({ words }) => words.planted.refusedElsewhere)(act);
    return { step: 5, row: 'actor' };
  },
  'unlisted-actor/person': (act) => {
    act.listed = act.listed.slice(1);
    return { clause: 3 };
  },
  'unlisted-actor': (act) => {
    act.listed = act.listed.filter((name) => name !== act.words.parts[1]?.actor);
    return { step: 2, row: 'actor' };
  },
  'silent-participant': (act) => {
    act.listed.push(act.words.unlistable);
    return { clause: 4 };
  },
  'title-differs': (act) => {
    act.service = act.words.other;
    return null;
  },
  'item-without-step': (act) => {
    act.items.push(named(act.words, 'process', 10, act.words.planted.extra.item));
    return { clause: 3 };
  },
  'step-without-item': (act) => {
    const { action } = act.words.planted.extra;
    const last = act.steps.at(-1);
    if (last !== undefined) act.steps.push({ ...last, step: 10, action, next: '-' });
    return { step: 10, row: 'action' };
  },
  'wrong-route': (act) => {
    act.items.push(named(act.words, 'process', 10, act.words.planted.routed));
    return { clause: 3 };
  },
  'flow-without-table': (act) => {
    const { opening, items } = act.words.planted.centre;
    act.more.push(`5. ${opening}`, ...items.map((item, n) => `${n + 1}) ${item}`));
    return { clause: 5 };
  },
};

function named({ names }: Words, kind: 'process' | 'condition', number: number, words: string): string {
  const name = names[kind];
  return /[әғқңөұүһі]|шарт/iu.test(names.condition) ? `${number}-${name} – ${words}` : `${name} ${number} – ${words}`;
}

function soundAct(words: Words): Act {
  let conditions = 0;
  const items = words.parts.flatMap(({ item, condition }, n) => {
    const process = named(words, 'process', n + 1, item);
    if (condition === undefined) return [process];
    conditions += 1;
    return [process, named(words, 'condition', conditions, condition)];
  });
  const steps = words.parts.map(({ actor, action, completion, term, branches: both }, n): SampleStep => {
    const step = n + 1;
    const ends = /бас тарту|об отказе/u.test(action) || step === words.parts.length;
    const to = both === undefined ? (ends ? '-' : String(step + 1)) : branched(step, ...both);
    return { step, actor, action, completion, term, next: to };
  });
  return { words, steps, items, listed: [...words.listed], service: words.service, more: [] };
}

const numbered = (lines: readonly string[]): string[] =>
  lines.map((line, n) => `${n + 1}) ${line.replace(/[.;]$/u, '')}${n === lines.length - 1 ? '.' : ';'}`);

/**
 * The text of an act, and where its contradiction stands.
 * @param plant the kind of contradiction; null for a sound act
 */
export function printAct(layout: Layout, plant: string | null): { text: string; spot: Spot } {
  const words = layout.russian ? RUSSIAN : KAZAKH;
  const act = soundAct(words);
  const spot = plant === null ? null : (PLANTS[plant]?.(act) ?? null);
  const { first, notions, steps, units } = words.clauses;
  const title = layout.russian
    ? `Регламент электронной государственной услуги «${words.service}»`
    : `«${words.service}» электрондық мемлекеттік қызмет регламенті`;
  const clauses = [
    title,
    `1. ${first}`,
    `2. ${notions}`,
    ...numbered(words.definitions),
    `3. ${steps}`,
    ...numbered(act.items),
    `4. ${units}`,
    ...numbered(act.listed),
    ...act.more,
  ];
  return { text: printTable({ steps: act.steps, layout }, { clauses, service: act.service }), spot };
}
