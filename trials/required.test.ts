// What the table of basic requirements asks: the simulator of imported rules and honest portals pass it, and a wrong one fails its row.
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { draftText } from '../readers/draft-text.ts';
import { importText } from '../readers/import.ts';
import { Review } from '../readers/review.ts';
import { draftProblem } from '../schemas/draft.ts';
import { fixturePath } from '../schemas/fixture.ts';
import { loadRegulation } from '../schemas/load.ts';
import type { Regulation, Requirements } from '../schemas/regulation.ts';
import type { Notification } from '../schemas/target/driver.ts';
import { derive } from '../suites/derive/derive.ts';
import { type Alter, judgeAltered, refusal } from './altered-simulator.ts';
import {
  answering,
  asItIs,
  asking,
  BLANK,
  isTo,
  keysOfOffice,
  resulting,
  signedBy,
  slowAt,
  viewing,
} from './altering.ts';

const FOLDER = join(import.meta.dirname, 'import', 'whole');
const ID = 'archive-certificate';

/** The rules as they are once a person has answered what could not be read. */
function rules(): Regulation {
  const [drafted] = importText(readFileSync(join(FOLDER, `${ID}.html`)), `${ID}.html`);
  const answers: Record<string, unknown> = parse(readFileSync(join(FOLDER, `${ID}.answers.yaml`), 'utf8'));
  if (drafted === undefined) throw new Error('the text holds no regulation');
  const review = new Review(draftText(drafted));
  for (const work of review.open) {
    const answer = answers[work.key ?? ''];
    const words = typeof answer === 'string' ? answer : JSON.stringify(answer);
    expect(review.take(work, words, draftProblem), work.key ?? '').toEqual({ taken: true });
  }
  expect(review.settle()).toBe(false);
  const file = join(mkdtempSync(join(tmpdir(), 'reglament-')), `${ID}.yaml`);
  writeFileSync(file, review.text());
  return loadRegulation(file);
}

const RULES = rules();
type Row = Requirements['rows'][number];

/** The rules with a row that says something else. */
function where(is: Row['is'], change: Partial<Row>): Regulation {
  const regulation = structuredClone(RULES);
  for (const row of regulation.requirements?.rows ?? []) if (row.is === is) Object.assign(row, change);
  return regulation;
}

/** A regulation of the package whose service is paid for, as if it printed so in a table too. */
function paid(): Regulation {
  const regulation = loadRegulation(fixturePath('regulations/passenger-transport-licence.yaml'));
  const rows: Row[] = [{ row: 1, is: 'fee', name: 'Размер платы', printed: ['6 МРП'], fee: 'paid' }];
  return { ...regulation, requirements: { annex: 9, rows } };
}
const PAID = paid();
const SOON = where('term', { printed: ['30 минут'], term: '30 минут' });

const DAY_S = 86_400;
/** Decides otherwise than the officer. */
const decides = (instead: string, of: string): Alter =>
  asking((asked) =>
    isTo(asked, '/decision') && asked.body?.decision === of ? { ...asked, body: { decision: instead } } : asked,
  );
/** Says another cause in a refusal. */
const names = (cause: Notification['cause']): Alter =>
  viewing(({ notifications }) => {
    for (const notice of notifications) if (notice.action === 'refuse-unqualified') notice.cause = cause;
  });
/** Asks for a payment that nobody makes. */
const demandsPayment: Alter = (asked, pass) => (isTo(asked, '/signature') ? refusal(402, 'pay first') : pass());
/** Takes a document, and has none with the request afterwards. */
const keepsNone = answering((body) => {
  if ('attachments' in body) body.attachments = [];
});
const hidesResult: Alter = (asked, pass) =>
  isTo(asked, '/result', 'GET') ? refusal(404, 'come to the office') : pass();
const signsWith = (key: 'official' | 'stranger'): Alter =>
  resulting(async () => signedBy((await keysOfOffice())[key], { ...BLANK, title: 'Справка', number: '5' }));
/** Gives a document to whoever asks for the result. */
function issuesAll(): Alter {
  return async (asked, pass) => {
    const told = await pass();
    const refused = isTo(asked, '/result', 'GET') && told.status === 404;
    return refused ? signedBy((await keysOfOffice()).official, { ...BLANK, title: 'Справка', number: '7' }) : told;
  };
}
/** Shows a request that nobody has paid for as one that goes on. */
const takesAllForPaid = viewing((view) => {
  for (const entry of view.history) if (entry.action === 'refuse-unpaid') entry.action = 'choose-certificate';
});

/** Hands over one document with the signature of another one. */
const signsOther = resulting(async (view) => {
  const other = await signedBy((await keysOfOffice()).official, { ...BLANK, number: '6' });
  return { status: 200, body: { ...view, signature: other.body.signature } };
});

const ALL = Object.keys(RULES.flows).flatMap((flow) => derive(RULES, [flow]));
const isRequired = ({ source: [first] }: (typeof ALL)[number]) => first !== undefined && 'requirement' in first;
const short = (id: string) => id.split('/').slice(2).join('/');

/** What portals do to be honest, and what is asked of them. */
const HONEST: [does: string, regulation: Regulation, alter: Alter, on: string][] = [
  ['is the simulator', RULES, asItIs, '**'],
  [
    'makes another document than the simulator',
    RULES,
    signsWith('official'),
    'receive-result/{electronic-result,signed-result,rendered-by-provider}',
  ],
  [
    'gives the result an hour before its term ends',
    SOON,
    slowAt('receive-result', 1500),
    'receive-result/service-term',
  ],
  [
    'names several causes, the right one among them',
    RULES,
    names(['untrue-data', 'requirements-not-met', 'missing-document']),
    'refuse-unqualified/ground-*',
  ],
  ['has the fee paid', PAID, asItIs, '*/unpaid-when-fee-unpaid'],
];

/** What portals do wrong, and all of the rows that they fail. */
const WRONG: [does: string, regulation: Regulation, alter: Alter, fails: string[]][] = [
  ['gives the result too late', RULES, slowAt('receive-result', 8 * DAY_S), ['receive-result/service-term']],
  ['gives the result a minute too late', SOON, slowAt('receive-result', 1860), ['receive-result/service-term']],
  ['gives the result on paper only', RULES, hidesResult, ['receive-result/electronic-result']],
  ['has the result signed by somebody else', RULES, signsWith('stranger'), ['receive-result/rendered-by-provider']],
  ['signs another document', RULES, signsOther, ['receive-result/signed-result']],
  ['keeps no document', RULES, keepsNone, ['fill-request/takes-listed-document']],
  ['demands a payment', RULES, demandsPayment, ['choose-certificate/free-before']],
  [
    'renders the service without a document',
    RULES,
    decides('grant', 'missing-document'),
    ['register/unqualified-when-document-not-brought', 'register/unqualified-when-ground-missing-document'],
  ],
  [
    'renders the service on untrue data',
    RULES,
    decides('grant', 'untrue-data'),
    ['register/unqualified-when-ground-untrue-data'],
  ],
  [
    'names one ground for every other',
    RULES,
    names('requirements-not-met'),
    ['refuse-unqualified/ground-missing-document-named', 'refuse-unqualified/ground-untrue-data-named'],
  ],
  [
    'issues the result in spite of a refusal',
    RULES,
    issuesAll(),
    [
      'refuse-unqualified/ground-missing-document-issues-nothing',
      'refuse-unqualified/ground-requirements-not-met-issues-nothing',
      'refuse-unqualified/ground-untrue-data-issues-nothing',
    ],
  ],
  ['takes a payment for made that is not', PAID, takesAllForPaid, ['pay/unpaid-when-fee-unpaid']],
];

describe('the table of basic requirements', () => {
  it('prints each row that asks something of a portal in front of its assertions', () => {
    expect(ALL.filter(isRequired).map(({ id }) => short(id))).toMatchInlineSnapshot(`
      [
        "choose-certificate/free-before",
        "sign/free",
        "register/unqualified-when-document-not-brought",
        "register/unqualified-when-ground-untrue-data",
        "register/unqualified-when-ground-requirements-not-met",
        "register/unqualified-when-ground-missing-document",
        "receive-result/service-term",
        "refuse-unqualified/ground-untrue-data-named",
        "refuse-unqualified/ground-untrue-data-issues-nothing",
        "refuse-unqualified/ground-requirements-not-met-named",
        "refuse-unqualified/ground-requirements-not-met-issues-nothing",
        "refuse-unqualified/ground-missing-document-named",
        "refuse-unqualified/ground-missing-document-issues-nothing",
        "receive-result/rendered-by-provider",
        "receive-result/electronic-result",
        "receive-result/signed-result",
        "fill-request/takes-listed-document",
      ]
    `);
  });

  it.each(HONEST)('passes a portal that %s', async (_, regulation, alter, on) => {
    const { failed, open, passed } = await judgeAltered(`${regulation.id}/portal/${on}`, alter, { beside: regulation });
    expect({ failed, open }).toEqual({ failed: [], open: [] });
    expect(passed.length).toBeGreaterThan(0);
  });

  it.each(WRONG)('fails a portal that %s', async (_, regulation, alter, fails) => {
    const asked = derive(regulation, ['portal'])
      .filter(isRequired)
      .map(({ id }) => short(id));
    const { failed } = await judgeAltered(`${regulation.id}/portal/**`, alter, { beside: regulation });
    expect(failed.filter((id) => asked.includes(id)).toSorted()).toEqual(fails.toSorted());
  });
});
