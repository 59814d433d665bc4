// Results that are wrong as documents fail, and honest ones that look different pass: portals in front of the simulator change them.
import { beforeAll, describe, expect, it } from 'vitest';
import { readWords } from '../suites/engine/walking/read-words.ts';
import { type Alter, judgeAltered, refusal } from './altered-simulator.ts';
import { answering, asItIs, asking, BLANK, both, isTo, keysOfOffice, resulting, signedBy } from './altering.ts';

let keys: Awaited<ReturnType<typeof keysOfOffice>>;
beforeAll(async () => {
  keys = await keysOfOffice();
});

const CERTIFICATE = 'foreign-periodicals-registration/leb';
const LICENCE = 'communications-licence/internal';
const OF_RESULT = '{receive-result,send-result}/{names,kind,sign,refusal,document}*';

describe('a portal whose results are wrong', () => {
  it('fails when it gives the certificate in spite of a negative decision', async () => {
    const grants = asking((asked) => (isTo(asked, '/decision') ? { ...asked, body: { decision: 'grant' } } : asked));
    const { report, failed } = await judgeAltered(`${CERTIFICATE}/${OF_RESULT}`, grants);
    expect([report.outcome, failed]).toEqual(['failed', ['receive-result/refusal-kind']]);
  });

  it('fails when its pages are blank and another organisation signs them', async () => {
    const blank = resulting(() => signedBy(keys.stranger, BLANK));
    const { report, failed } = await judgeAltered(`${LICENCE}/${OF_RESULT}`, blank);
    expect(report.outcome).toBe('failed');
    expect(failed.toSorted()).toEqual([
      'send-result/kind-for-duplicate',
      'send-result/kind-for-licence',
      'send-result/kind-for-re-issue',
      'send-result/kind-for-reorganisation',
      'send-result/names-number',
      'send-result/names-title',
      'send-result/signed-by-head',
      'send-result/signed-by-provider',
    ]);
  });
});

describe('an honest portal', () => {
  it('passes when the deputy of the head signs, and fails when a clerk does', async () => {
    const signing = (heads: string[]): Alter =>
      both(
        answering((body, { path }) => {
          if (path === '/') Object.assign(Object(body.provider), { heads });
        }),
        resulting(() => signedBy(keys.clerk, { ...BLANK, title: 'Лицензия' })),
      );
    const judged = async (heads: string[]) =>
      (await judgeAltered(`${LICENCE}/send-result/signed-by-*`, signing(heads))).failed;
    const [HEAD, DEPUTY] = ['780510300102', '820308400110'];
    expect(await judged([HEAD, DEPUTY])).toEqual([]);
    expect(await judged([HEAD])).toEqual(['send-result/signed-by-head']);
  });

  it('passes when its certificate has another layout and another language', async () => {
    const otherwise = resulting(async ({ mediaType, document }) => {
      const words = await readWords({ mediaType, bytes: Buffer.from(document, 'base64') });
      const text = 'text' in words ? words.text : '';
      const holder = text.match(/\d{12}/u)?.[0] ?? '';
      const isRefused = /бас тарту/u.test(text);
      return signedBy(keys.official, {
        ...BLANK,
        title: 'РЕСПУБЛИКА КАЗАХСТАН',
        lines: [
          ['10 мая 2013 года', 'город Актау'],
          ['ИИН', holder.replace(/(\d{4})(?=\d)/gu, '$1 ')],
          ['Номер', '12/77'],
          ['', isRefused ? 'ОТКАЗ в учёте СМИ (мотивированный ответ)' : 'СПРАВКА об учёте иностранных СМИ'],
        ],
      });
    });
    const { report, failed, open } = await judgeAltered(`${CERTIFICATE}/${OF_RESULT}`, otherwise);
    expect([report.outcome, failed, open]).toEqual(['passed', [], []]);
  });
});

describe('the applicant whose request an employee has brought in', () => {
  const COLLECTED = 'tv-radio-distribution-licence/provider/receive-result/collected';
  it('passes a portal that gives the result to the applicant, and fails one that gives it to the employee alone', async () => {
    expect((await judgeAltered(COLLECTED, asItIs)).report.outcome).toBe('passed');
    let given = 0;
    const once = resulting((body) => {
      given += 1;
      return given === 1 ? { status: 200, body: { ...body } } : refusal(403, 'it is another person’s');
    });
    expect((await judgeAltered(COLLECTED, once)).failed).toEqual(['receive-result/collected']);
    expect(given).toBe(2);
  });

  it('is asked nothing of where the portal does not say that it knows applicants there', async () => {
    const silent = answering((body, { path }) => {
      if (path === '/') body.additions = [];
    });
    expect((await judgeAltered(COLLECTED, silent)).left).toEqual(['receive-result/collected']);
  });
});
