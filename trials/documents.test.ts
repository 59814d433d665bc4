// Results that are wrong as documents fail, and honest ones that look different pass: portals in front of the simulator change them.
import { beforeAll, describe, expect, it } from 'vitest';
import { readWords } from '../suites/engine/walking/read-words.ts';
import { judgeAltered } from './altered-simulator.ts';
import { asking, BLANK, isTo, keysOfOffice, resulting, signedBy } from './altering.ts';

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
      'send-result/signed-by-provider',
    ]);
  });
});

describe('an honest portal', () => {
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
