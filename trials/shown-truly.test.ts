// Portals that hide open requests or print question marks are failed, and ones that tell the same in other words pass.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSimulator } from '../cli/simulate/simulator.ts';
import { scratch, within } from '../cli/spawned.ts';
import { knownRegulations } from '../cli/workspace.ts';
import type { Report } from '../schemas/run/report.ts';
import type { OutputOf } from '../schemas/target/driver.ts';
import { startPortal } from '../suites/sut/dumb-portal.ts';
import { forward } from './recorder.ts';

let simulator: Awaited<ReturnType<typeof startSimulator>>;
beforeAll(async () => {
  simulator = await startSimulator(knownRegulations(), { port: 0, seed: 1 });
});
afterAll(() => simulator.close());

/** Runs against the simulator behind a door that alters its accepted answers on one path, and gives the verdicts that are no pass. */
async function behind(path: RegExp, alter: (body: string) => unknown, flow: string, assertions: string) {
  const portal = await startPortal(async (response, request) => {
    const { status, type, body } = await forward(simulator.url, request);
    const isAltered = status === 200 && request.method === 'GET' && path.test(request.path);
    response.writeHead(status, { 'content-type': type }).end(isAltered ? JSON.stringify(alter(body)) : body);
  });
  const [regulation = '', name = ''] = flow.split('/');
  const selected = ['--regulation', regulation, '--flow', name, '--assertion', assertions];
  const cwd = scratch();
  const { code } = await within(
    ['run', '--target', portal.url, ...selected, '--out', 'out', '--reporter', 'json'],
    cwd,
  );
  await portal.close();
  const report: Report = JSON.parse(readFileSync(join(cwd, 'out/report.json'), 'utf8'));
  const failed = report.verdicts.filter(({ verdict }) => verdict !== 'pass');
  return { code, judged: report.counts.judged, failed: failed.map(({ assertion, verdict }) => [assertion, verdict]) };
}

const HISTORY = /\/sessions\/[^/]+\/requests$/u;
const PAGES = /\/requests\/[^/]+\/pages$/u;

/** The history without the requests in one state. */
const without = (state: string) => (body: string) => {
  const { requests }: OutputOf<'readHistory'> = JSON.parse(body);
  return { requests: requests.filter((listed) => listed.state !== state) };
};

/** The pages with other values of some particulars; the status is given for an open and for an answered request. */
const showing = (values: Record<string, string>, answered?: string) => (body: string) => {
  const view: OutputOf<'readPages'> = JSON.parse(body);
  const isAnswered = view.survey !== null;
  const shows = view.shows.map(({ is, value }) => ({
    is,
    value: (is === 'status' && isAnswered ? answered : undefined) ?? values[is] ?? value,
  }));
  return { ...view, shows };
};

const FOLLOWED = ['tv-radio-distribution-licence/portal', 'foreign-periodicals-registration/portal'] as const;
const CERTIFICATE = 'cultural-property-export-certificate/portal';
const SHOWN = '**/shows-*';

describe('a portal', () => {
  it.each(FOLLOWED)('that hides open requests is failed on %s, and on nothing else', async (flow) => {
    const { code, failed } = await behind(HISTORY, without('open'), flow, '**/*in-history');
    expect(failed).toEqual([[expect.stringMatching(/\/open-in-history$/u), 'fail']]);
    expect(code).toBe(1);
  });

  it('that hides refused requests is failed for that', async () => {
    const { failed } = await behind(HISTORY, without('refused'), FOLLOWED[0], '**/*in-history');
    expect(failed).toEqual([[`${FOLLOWED[0]}/refuse-unqualified/refused-in-history`, 'fail']]);
  });

  it('that lists them without numbers passes, since no sentence has numbers there', async () => {
    const unnumbered = (body: string) => {
      const { requests }: OutputOf<'readHistory'> = JSON.parse(body);
      return { requests: requests.map((listed) => ({ ...listed, number: null })) };
    };
    const { code, failed, judged } = await behind(HISTORY, unnumbered, FOLLOWED[0], '**/*in-history');
    expect({ code, failed, judged }).toEqual({ code: 0, failed: [], judged: 3 });
  });

  it('that prints question marks for status, kind and term is failed on each', async () => {
    const marks = { status: '???', kind: '???', term: '???' };
    const { code, failed } = await behind(PAGES, showing(marks, '???'), CERTIFICATE, SHOWN);
    expect(failed).toEqual(['kind', 'status', 'term'].map((is) => [`${CERTIFICATE}/register/shows-${is}`, 'fail']));
    expect(code).toBe(1);
  });

  it('that promises more days than the text, and a status that never changes, is failed', async () => {
    const untrue = { status: 'Тіркелді', term: '30 жұмыс күні' };
    const { failed } = await behind(PAGES, showing(untrue, 'Тіркелді'), CERTIFICATE, SHOWN);
    expect(failed).toEqual(['status', 'term'].map((is) => [`${CERTIFICATE}/register/shows-${is}`, 'fail']));
  });

  it.each<[string, Record<string, string>, string]>([
    ['in other words', { status: 'Қаралуда', kind: 'Рұқсат беру', term: '10 (он) жұмыс күні ішінде' }, 'Дайын'],
    ['in Russian', { status: 'На рассмотрении', kind: 'Выдача свидетельства', term: '10 рабочих дней' }, 'Исполнено'],
    ['with the term as a date', { term: '15.05.2013' }, 'Берілді'],
  ])('that shows them %s passes', async (_, values, answered) => {
    const { code, failed } = await behind(PAGES, showing(values, answered), CERTIFICATE, SHOWN);
    expect({ code, failed }).toEqual({ code: 0, failed: [] });
  });
});
