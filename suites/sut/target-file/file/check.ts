// What a target file has to agree with beyond its shape: variables, expressions, hosts and the words of the regulations.

import type { Regulation } from '../../../../schemas/regulation.ts';
import {
  addresseeOf,
  CONTROLS,
  changesRequest,
  OPERATION_NAMES,
  OPERATIONS,
} from '../../../../schemas/target/driver.ts';
import { type Segment, writeChoice } from '../../../../schemas/violation.ts';
import { CAUSE_NAMES, COMPLETIONS, LANGUAGES, MEANS, MESSAGES, STATUSES } from '../../../../schemas/vocabulary.ts';
import { BRIEF, BRIEF_LATER } from '../../../flow/brinks.ts';
import { whyWrong } from '../answer/expression.ts';
import { checkBrowser } from './check-browser.ts';
import { checkHeaders } from './check-headers.ts';
import { checkMessages } from './check-messages.ts';
import { checkVariables, knownAt } from './check-variables.ts';
import type { FlowTarget } from './flows.ts';
import type { Problem } from './secrets.ts';

/** The names that test persons may have. */
const PERSONS = [
  'good',
  ...CAUSE_NAMES,
  'organisation',
  'organisation-database-unavailable',
  'individual-no-power-of-attorney',
  'by-bin',
  'employee-by-bin',
  'operator-by-bin',
  'attorney',
];
const CERTIFICATES = ['', 'employee-', 'operator-', 'by-bin-', 'employee-by-bin-', 'operator-by-bin-'].flatMap((of) =>
  ['good', BRIEF, BRIEF_LATER, ...CAUSE_NAMES].map((name) => of + name),
);
/** The operations for which somebody may be named who has logged in. */
const CONTROLLING = ['openWorld', 'advanceClock', 'makePayment', 'setCounterparty'] as const;
const FINDERS = ['jsonpath', 'css', 'xpath', 'header', 'cookie', 'body', 'url', 'value'] as const;
const STATES = {
  authenticate: ['pending', 'authorised', 'refused'],
  readSession: ['pending', 'authorised', 'refused'],
  readRequest: ['open', 'refused', 'completed'],
  readHistory: ['open', 'refused', 'completed'],
} as const;

/** All problems of a target; the first one is reported, so problems at the top of the file come first. */
export function checkTarget(target: FlowTarget, regulations: readonly Regulation[]): Problem[] {
  return [
    ...checkFlows(target, regulations),
    ...checkLacks(target),
    ...checkHosts(target),
    ...checkHeaders(target),
    ...checkNames('credentials', target.credentials, PERSONS),
    ...checkNames('certificates', target.certificates ?? {}, certificateNames(target)),
    ...checkTree(target, target, [], namesOf(target, regulations)),
    ...checkPerformers(target),
    ...checkUnchanged(target),
    ...checkVariables(target),
    ...checkControls(target),
    ...checkPages(target),
    ...checkBrowser(target),
    ...checkMessages(target),
  ];
}

/** The names that certificates may have: those of whoever logs in as an applicant, of staff, and of people of the provider. */
export function certificateNames({ staff = {} }: Pick<FlowTarget, 'staff'>): string[] {
  return [...CERTIFICATES, ...['officer', ...Object.keys(staff)].map((who) => `${who}-good`)];
}

function checkFlows({ flows }: FlowTarget, regulations: readonly Regulation[]): Problem[] {
  const known = regulations.flatMap(({ id, flows: own }) => Object.keys(own).map((flow) => `${id}/${flow}`));
  return flows.flatMap((flow, at) => (known.includes(flow) ? [] : [unknown(['flows', at], flow, known)]));
}

function checkLacks({ lacks = {}, operations }: FlowTarget): Problem[] {
  const known: string[] = [...OPERATION_NAMES, ...CONTROLS, ...CAUSE_NAMES];
  return Object.keys(lacks).flatMap((name): Problem[] => {
    if (!known.includes(name)) return [{ ...unknown(['lacks', name], name, known), blames: 'key' as const }];
    if (!(name in operations)) return [];
    return [{ path: ['lacks', name], problem: `${name} is described below`, cure: 'remove it here or there' }];
  });
}

function checkHosts({ baseUrl, hosts }: FlowTarget): Problem[] {
  if (!URL.canParse(baseUrl) || !/^https?:$/u.test(new URL(baseUrl).protocol))
    return [{ path: ['baseUrl'], problem: 'is no http URL', value: baseUrl, cure: 'write it as https://host/path' }];
  const { host } = new URL(baseUrl);
  if (hosts.includes(host)) return [];
  return [
    {
      path: ['baseUrl'],
      problem: `its host ${host} is not among the hosts`,
      value: host,
      cure: `add ${host} to hosts`,
    },
  ];
}

function checkNames(key: string, named: Readonly<Record<string, unknown>>, known: readonly string[]): Problem[] {
  return Object.keys(named).flatMap((name) =>
    known.includes(name) ? [] : [{ ...unknown([key, name], name, known), blames: 'key' as const }],
  );
}

/** An operation that works a test control may be described only where that control is offered. */
function checkControls({ controls = [], operations }: FlowTarget): Problem[] {
  return OPERATION_NAMES.flatMap((name) => {
    const { control } = OPERATIONS[name];
    if (control === null || !(name in operations) || controls.includes(control)) return [];
    return [
      {
        path: ['operations', name],
        blames: 'key' as const,
        problem: `${name} needs the control ${control}, which is not offered`,
        cure: `add ${control} to controls, or remove ${name}`,
      },
    ];
  });
}

/** Who performs an operation has to have a login. */
function checkPerformers(target: FlowTarget): Problem[] {
  const { credentials, staff = {}, operations } = target;
  const roles = (['officer', 'employee', 'operator'] as const).filter((role) => target[role] !== undefined);
  const known = [...roles, ...Object.keys(credentials), ...Object.keys(staff)];
  return CONTROLLING.flatMap((name) => {
    const as = operations[name]?.as;
    return as === undefined || known.includes(as) ? [] : [unknown(['operations', name, 'as'], as, known)];
  });
}

/** Only what is done with a request can leave it unchanged. */
function checkUnchanged({ operations }: FlowTarget): Problem[] {
  return OPERATION_NAMES.flatMap((name) => {
    if (name !== 'open' && changesRequest(name)) return [];
    return (operations[name]?.refused ?? []).flatMap(({ when }, at): Problem[] => {
      if (when !== 'unchanged') return [];
      const path = ['operations', name, 'refused', at, 'when'];
      return [{ path, value: when, problem: `${name} changes no request`, cure: 'say what the answer shows' }];
    });
  });
}

/** An exchange with `next` is repeated for each page of a list, so it must be one that only reads. */
function checkPages({ operations }: FlowTarget): Problem[] {
  return OPERATION_NAMES.flatMap((name) =>
    (operations[name]?.exchanges ?? []).flatMap(({ next, method, reads }, at): Problem[] => {
      if (next === undefined || method === 'GET' || (reads === true && method !== 'BROWSER')) return [];
      const path = ['operations', name, 'exchanges', at, 'next'];
      return [
        { path, blames: 'key', problem: `${method} does not only read`, cure: 'use GET, or mark it with reads: true' },
      ];
    }),
  );
}

/** The words that a table of `patterns` may have, by the key above it; they come from the regulations that the target claims. */
function namesOf({ flows }: FlowTarget, regulations: readonly Regulation[]): Record<string, readonly string[]> {
  const claimed = regulations.filter(({ id }) => flows.some((flow) => flow.startsWith(`${id}/`)));
  const parties = claimed.flatMap(({ parties: own }) => own);
  const actions = claimed.flatMap(({ flows: own }) =>
    Object.values(own).flatMap(({ steps, items }) => [
      ...steps.map(({ action }) => action.is),
      ...items.flatMap((item) => ('action' in item && item.action !== undefined ? [item.action] : [])),
    ]),
  );
  const ids = parties.map(({ id }) => id);
  return {
    action: [...new Set(actions)],
    actor: ids,
    from: [...ids, ...parties.flatMap((party) => addresseeOf(party) ?? [])],
    to: [...ids, ...parties.flatMap((party) => addresseeOf(party) ?? [])],
    completion: COMPLETIONS,
    kind: COMPLETIONS,
    cause: CAUSE_NAMES,
    language: LANGUAGES,
    means: MEANS,
    what: MESSAGES,
    status: STATUSES,
  };
}

/** Checks the extractors, conditions and tables of patterns everywhere below a value of the file. */
function checkTree(
  target: FlowTarget,
  value: unknown,
  path: Segment[],
  names: Readonly<Record<string, readonly string[]>>,
  joined?: string,
): Problem[] {
  if (typeof value !== 'object' || value === null) return [];
  const key = path.at(-1);
  const own: Problem[] = [];
  const isPick = FINDERS.some((finder) => finder in value) && isFinderPlace(path);
  if (isPick) own.push(...checkPick(value, path, knownAt(target, path)));
  if ('patterns' in value && typeof key === 'string') {
    const table = Object.keys(Object(value.patterns));
    const state = key === 'state' ? STATES[path[1] as keyof typeof STATES] : undefined;
    const known = state ?? names[key];
    // One text of the portal may stand for several causes.
    for (const words of table)
      for (const word of key === 'cause' ? words.split(/,\s*/u) : [words])
        if (known !== undefined && !known.includes(word))
          own.push({ ...unknown([...path, 'patterns', words], word, known), blames: 'key' });
  }
  const name: unknown = Reflect.get(value, 'from');
  if (isPick && typeof name === 'string' && name !== joined) own.push(...checkSource(target, name, path));
  const join: unknown = Object(Reflect.get(value, 'join')).name;
  const within = Object.entries(value).flatMap(([inner, item]) =>
    // JSON to be sent may have any keys, also those of an extractor.
    inner === 'json'
      ? []
      : checkTree(
          target,
          item,
          [...path, Array.isArray(value) ? Number(inner) : inner],
          names,
          typeof join === 'string' ? join : undefined,
        ),
  );
  return [...own, ...within];
}

/**
 * Checks that `from` names an exchange of the same operation. The rules outside `operations`, such as `history`, are used when a
 * request is read, so they name exchanges of readRequest.
 */
function checkSource({ operations }: FlowTarget, name: string, path: Segment[]): Problem[] {
  const operation = path[0] === 'operations' ? OPERATION_NAMES.find((known) => known === path[1]) : 'readRequest';
  const exchanges = (operation === undefined ? undefined : operations[operation]?.exchanges) ?? [];
  const known = exchanges.flatMap((exchange) => exchange.name ?? []);
  return known.includes(name) ? [] : [unknown([...path, 'from'], name, known)];
}

/** Whether a key such as `url` or `value` makes an extractor here; below these keys it is only a name that the portal uses. */
const isFinderPlace = (path: readonly Segment[]) =>
  !path.some((part) =>
    ['form', 'query', 'headers', 'multipart', 'variables', 'words', 'patterns', 'with'].includes(String(part)),
  ) && path.at(-1) !== 'pick';

function checkPick(pick: object, path: Segment[], variables: readonly string[]): Problem[] {
  const found = FINDERS.filter((finder) => finder in pick);
  const problems: Problem[] = [];
  if (found.length > 1)
    problems.push({
      path,
      problem: `has ${found.length} finders: ${found.join(', ')}`,
      cure: 'keep one, and pick the other separately',
    });
  for (const language of ['jsonpath', 'css', 'xpath', 'regex'] as const) {
    const source: unknown = Reflect.get(pick, language);
    if (typeof source === 'string') problems.push(...checkExpression(language, source, [...path, language], variables));
  }
  const matches: unknown = Reflect.get(pick, 'matches');
  if (typeof matches === 'string') problems.push(...checkExpression('regex', matches, [...path, 'matches']));
  const patterns: unknown = Reflect.get(pick, 'patterns');
  for (const [word, source] of Object.entries(Object(patterns)))
    if (source !== null) problems.push(...checkExpression('regex', String(source), [...path, 'patterns', word]));
  return problems;
}

function checkExpression(
  language: 'jsonpath' | 'css' | 'xpath' | 'regex',
  source: string,
  path: Segment[],
  variables: readonly string[] = [],
): Problem[] {
  const wrong = whyWrong(language, source, variables);
  if (wrong === null) return [];
  return [{ path, value: source, problem: `is no ${language} expression: ${wrong}`, cure: 'correct the expression' }];
}

function unknown(path: Segment[], value: string, known: readonly string[]): Problem {
  return { path, value, problem: `"${value}" is not known here`, cure: writeChoice(value, known) };
}
