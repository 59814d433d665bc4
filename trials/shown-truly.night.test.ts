// Portals that hide open requests or print question marks are failed, and ones that tell the same in other words pass.
import { describe, expect, it } from 'vitest';
import type { OutputOf } from '../schemas/target/driver.ts';
import { type Alter, judgeAltered } from './altered-simulator.ts';
import { answering, isTo, showing } from './altering.ts';

type Listed = OutputOf<'readHistory'>['requests'];

/** Changes the service history. */
const listing = (change: (requests: Listed) => Listed): Alter =>
  answering((body, asked) => {
    if (isTo(asked, '/requests', 'GET')) body.requests = change(Object(body).requests);
  });
/** The history without the requests in one state. */
const without = (state: string) => listing((requests) => requests.filter((listed) => listed.state !== state));

/** The pages with other values of some particulars; the status is given for an open and for an answered request. */
const particulars = (values: Record<string, string>, answered?: string): Alter =>
  showing((pages) => {
    const { shows, survey }: OutputOf<'readPages'> = Object(pages);
    const other = (is: string) => (is === 'status' && survey !== null ? answered : undefined) ?? values[is];
    return { ...pages, shows: shows.map(({ is, value }) => ({ is, value: other(is) ?? value })) };
  });

const FOLLOWED = ['tv-radio-distribution-licence/portal', 'foreign-periodicals-registration/portal'] as const;
const CERTIFICATE = 'cultural-property-export-certificate/portal';
const HISTORY = '**/*in-history';
const onShown = (alter: Alter) => judgeAltered(`${CERTIFICATE}/**/shows-*`, alter);

describe('a portal', () => {
  it.each(FOLLOWED)('that hides open requests is failed on %s, and on nothing else', async (flow) => {
    const { report, failed, open } = await judgeAltered(`${flow}/${HISTORY}`, without('open'));
    expect([failed, open]).toEqual([[expect.stringMatching(/\/open-in-history$/u)], []]);
    expect(report.outcome).toBe('failed');
  });

  it('that hides refused requests is failed for that', async () => {
    const { failed } = await judgeAltered(`${FOLLOWED[0]}/${HISTORY}`, without('refused'));
    expect(failed).toEqual(['refuse-unqualified/refused-in-history']);
  });

  it('that lists them without numbers passes, since no sentence has numbers there', async () => {
    const unnumbered = listing((requests) => requests.map((listed) => ({ ...listed, number: null })));
    const { report, failed, open } = await judgeAltered(`${FOLLOWED[0]}/${HISTORY}`, unnumbered);
    expect([report.outcome, failed, open, report.counts.judged]).toEqual(['passed', [], [], 3]);
  });

  it('that prints question marks for status, kind and term is failed on each', async () => {
    const { failed } = await onShown(particulars({ status: '???', kind: '???', term: '???' }, '???'));
    expect(failed).toEqual(['register/shows-kind', 'register/shows-status', 'register/shows-term']);
  });

  it('that promises more days than the text, and a status that never changes, is failed', async () => {
    const { failed } = await onShown(particulars({ status: 'Тіркелді', term: '30 жұмыс күні' }, 'Тіркелді'));
    expect(failed).toEqual(['register/shows-status', 'register/shows-term']);
  });

  it.each<[string, Record<string, string>, string]>([
    ['in other words', { status: 'Қаралуда', kind: 'Рұқсат беру', term: '10 (он) жұмыс күні ішінде' }, 'Дайын'],
    ['in Russian', { status: 'На рассмотрении', kind: 'Выдача свидетельства', term: '10 рабочих дней' }, 'Исполнено'],
    ['with the term as a date', { term: '15.05.2013' }, 'Берілді'],
  ])('that shows them %s passes', async (_, values, answered) => {
    const { report, failed, open } = await onShown(particulars(values, answered));
    expect([report.outcome, failed, open]).toEqual(['passed', [], []]);
  });
});
