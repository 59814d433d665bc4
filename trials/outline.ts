// Draws random flows as outlines (steps, actors, checks, completion forms), from which both the clause and the table are then written.
import fc from 'fast-check';
import type { Flow, Party } from '../schemas/regulation.ts';
import { type Check, type Completion, type Role, VERBS, type Verb } from '../schemas/vocabulary.ts';

/** One step of an outline; where its check fails, a refusal of its own follows. */
export interface Stage {
  does: Verb;
  actor: string;
  forms: Completion[];
  term: string;
  /** Whether the clause leaves out the actor and the completion form, so that only the table has them. */
  terse: boolean;
  asks: string[];
  only: string | null;
  check: Check | null;
  refusal: Completion;
  refusedBy: string;
}

/** One flow, before its clause and its table are written. */
export interface Outline {
  entry: Flow['entry'];
  texts: 'both' | 'clause' | 'table';
  /** Where the refusals stand: after their condition, or all of them after the end. */
  refusalsLast: boolean;
  remark: boolean;
  variants: boolean;
  stages: Stage[];
}

/** A name in every language. */
export const name = (kk: string) => ({ kk, ru: 'имя', en: 'name' });
const party = (id: string, role: Role): Party => ({ id, role, name: name(id), spellings: [id] });
/** Everybody who may act. */
export const PARTIES = [
  party('applicant', 'person'),
  party('provider', 'provider'),
  party('operator', 'service-centre'),
  party('portal', 'portal'),
  party('licensing', 'licensing'),
  party('gateway', 'gateway'),
  party('payment-gateway', 'payment'),
  party('individuals-registry', 'registry'),
  party('organisations-registry', 'registry'),
  party('notary-is', 'notary'),
];
const SYSTEMS = ['portal', 'licensing', 'gateway'];
const REGISTRIES = ['individuals-registry', 'organisations-registry', 'notary-is'];
const VISITORS = { portal: 'applicant', employee: 'provider', operator: 'operator' } as const;

/** The completion forms that a step of each verb may have. */
const FORMS: Readonly<Record<Exclude<Verb, 'refuse'>, Completion[]>> = {
  authenticate: ['action-confirmed', 'request-formed'],
  fill: ['request-formed', 'action-confirmed'],
  attach: ['request-formed', 'action-confirmed'],
  pay: ['action-confirmed', 'payment-receipt'],
  'choose-certificate': ['request-routed', 'action-confirmed'],
  sign: ['request-routed', 'document-signed'],
  'look-up': ['request-routed', 'action-confirmed'],
  route: ['request-routed'],
  register: ['request-registered'],
  issue: ['result-issued', 'service-completed'],
  accept: ['application-accepted', 'request-routed'],
  assign: ['task-assigned'],
  process: ['action-confirmed', 'status-in-progress'],
  form: ['document-formed'],
  approve: ['document-signed'],
  'show-status': ['status-shown', 'status-in-progress'],
  'hand-over': ['result-handed-over'],
};
const REFUSALS: Readonly<Record<Check, Completion[]>> = {
  credentials: ['auth-refused-user', 'auth-refused-staff'],
  payment: ['service-refused-no-payment', 'service-refused'],
  certificate: ['service-refused-certificate', 'service-refused'],
  registry: ['service-refused-data', 'data-unavailable'],
  qualification: ['service-refused-data', 'motivated-refusal'],
};
const CLOCK_TERMS = ['10–15 сек', '20 сек', '1,5 мин', 'екі сағат'];
const DAY_TERMS = ['15 жұмыс күні', '10 күнтізбелік күн', 'бір жұмыс күні'];

/** What the condition after a step of each verb checks, where there is one. */
const CHECK_OF: Partial<Record<Verb, Check>> = {
  authenticate: 'credentials',
  pay: 'payment',
  'look-up': 'registry',
  'choose-certificate': 'certificate',
  sign: 'certificate',
};

const coin = fc.boolean();

function stage(does: Exclude<Verb, 'refuse'>, visitor: string): fc.Arbitrary<Stage> {
  const isStaff = VERBS[does].operation === 'confirm' || VERBS[does].operation === 'decide';
  const actors: Partial<Record<Verb, string[]>> = {
    pay: ['payment-gateway', visitor],
    'look-up': ['portal', ...REGISTRIES],
  };
  const ownActor = VERBS[does].operation === null ? SYSTEMS : isStaff ? ['provider'] : [visitor];
  const check = CHECK_OF[does] ?? null;
  return fc.record<Stage>({
    does: fc.constant(does),
    actor: fc.constantFrom(...(actors[does] ?? ownActor)),
    forms: fc.subarray(FORMS[does], { minLength: 1 }),
    term: fc.constantFrom(...CLOCK_TERMS, ...(VERBS[does].ends === null ? ['-'] : [])),
    terse: coin,
    asks: does === 'look-up' ? fc.subarray(REGISTRIES) : fc.constant([]),
    only: fc.constant(null),
    check: check === null ? fc.constant(null) : fc.constantFrom(check, check, null),
    refusal: fc.constantFrom(...REFUSALS[check ?? 'qualification']),
    refusedBy: fc.constantFrom(...SYSTEMS),
  });
}

/** What comes between the form and the provider, in any order; signing may begin with the choice of a certificate. */
const ASKED: Exclude<Verb, 'refuse'>[][] = [
  ['attach'],
  ['pay'],
  ['look-up'],
  ['sign'],
  ['choose-certificate', 'sign'],
  ['choose-certificate', 'route', 'sign'],
  ['route'],
];
const PROVIDED: Exclude<Verb, 'refuse'>[] = [
  'register',
  'accept',
  'assign',
  'process',
  'form',
  'approve',
  'show-status',
];

/** The verbs of a flow, each at most once: somebody comes in, asks for something, and the provider brings it to an end. */
const verbs = fc
  .record({
    login: coin,
    opens: fc.constantFrom<Verb[]>('fill', 'fill', 'fill', 'accept', 'assign'),
    asked: fc.shuffledSubarray(ASKED, { maxLength: 4 }),
    provided: fc.shuffledSubarray(PROVIDED, { maxLength: 4 }),
    ends: fc.constantFrom<Verb[]>('issue', 'issue', 'hand-over'),
  })
  .map(({ login, opens, asked, provided, ends }) => {
    const all = [...(login ? ['authenticate' as const] : []), opens, ...asked.flat(), ...provided, ends];
    // A look-up asks the databases about the person whom the form names, so a flow without a form has none.
    return [...new Set(all)].filter((verb) => verb !== 'look-up' || opens === 'fill');
  });

const isNamed = (verb: Verb): verb is Exclude<Verb, 'refuse'> => verb !== 'refuse';

/** Draws any flow: somebody comes in, asks for something, and the provider brings it to an end. */
export const outline: fc.Arbitrary<Outline> = fc
  .tuple(verbs, fc.constantFrom<Flow['entry'][]>('portal', 'portal', 'employee', 'operator'))
  .chain(([does, entry]) =>
    fc
      .record({
        stages: fc.tuple(...does.filter(isNamed).map((verb) => stage(verb, VISITORS[entry]))),
        texts: fc.constantFrom<Outline['texts'][]>('both', 'both', 'clause', 'table'),
        refusalsLast: coin,
        remark: coin,
        variants: coin,
        decides: coin,
        days: fc.option(fc.constantFrom(...DAY_TERMS), { nil: null }),
        decidedAt: fc.nat(),
        tagged: fc.nat(),
      })
      .map(({ stages, decides, days, decidedAt, tagged, ...rest }) => {
        const variants = rest.variants && rest.texts === 'clause';
        putChecks(stages, decides, decidedAt, days);
        if (variants) putTag(stages, tagged);
        return { ...rest, variants, entry, stages };
      }),
  );

/**
 * Mends the checks that were drawn: a certificate is checked once, after choosing it or after signing, and the decision may follow
 * one step of the provider.
 */
function putChecks(stages: Stage[], decides: boolean, decidedAt: number, days: string | null): void {
  const chosen = stages.find(({ does }) => does === 'choose-certificate');
  for (const step of stages) if (step.does === 'sign' && chosen?.check != null) step.check = null;
  const last = stages.findLastIndex(({ does }) => CHECK_OF[does] !== undefined || does === 'fill');
  const able = stages.slice(last + 1, -1);
  const at = able.find(({ does }) => does === 'process') ?? able[decidedAt % Math.max(1, able.length)];
  if (at === undefined) return;
  if (decides) at.check = 'qualification';
  if (days !== null && (decides || at.does === 'process')) at.term = days;
}

/** Picks a step that the flow can do without, and leaves it to the variant on paper. */
function putTag(stages: Stage[], tagged: number): void {
  const able = stages.filter(
    ({ does, check }, at) =>
      at > 1 && check === null && VERBS[does].ends === null && CHECK_OF[does] === undefined && does !== 'process',
  );
  const step = able[tagged % Math.max(1, able.length)];
  if (step !== undefined) step.only = 'paper';
}
