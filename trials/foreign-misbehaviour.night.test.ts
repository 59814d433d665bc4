// The portal of pages, honest in all it does, misbehaves in mid-run: nothing is counted against or for it that was not seen.
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../schemas/run/report.ts';
import { createHtmlPortal } from '../simulators/foreign/html/portal.ts';
import { TRUST } from '../simulators/sample-credentials.ts';
import { environmentOf, type Meddle, type Opened, openPortal, runOn, targetFile } from './foreign-runs.ts';

const open: Opened[] = [];
afterEach(async () => {
  for (const portal of open.splice(0)) await portal.close();
});

async function runBehind(meddle: (portal: ReturnType<typeof createHtmlPortal>) => Meddle, trust: object = {}) {
  const portal = createHtmlPortal({ ...TRUST, ...trust });
  const opened = await openPortal(portal, meddle(portal));
  open.push(opened);
  const { report } = await runOn(targetFile('foreign-html.yaml'), environmentOf(opened.url));
  return { report, asked: opened.asked };
}

const reasonsOf = ({ verdicts }: Report) => verdicts.flatMap(({ reason }) => reason ?? []).join('\n');
const sent = (asked: readonly string[], path: RegExp) => asked.filter((line) => path.test(line)).length;

const ORDERS = /^POST \/uslugi\/vyvoz\/zakaz$/u;
/** How many applications an undisturbed run opens, the ones included that it opens without a session. */
let fewest = 0;
beforeAll(async () => {
  const { report, asked } = await runBehind(() => () => null);
  expect(report.outcome).toBe('passed');
  fewest = sent(asked, ORDERS);
  expect(fewest).toBeGreaterThan(10);
});

const late = (answer: () => Response, from: number, to = Number.POSITIVE_INFINITY): Meddle => {
  return (_, count) => (count > from && count <= to ? answer() : null);
};

describe('a portal of pages that misbehaves in mid-run', () => {
  it('changes its page: the target file is named with its line, and nothing fails', async () => {
    const { report, asked } = await runBehind((portal) => async (request, count) => {
      const answer = await portal.fetch(request);
      if (count <= 150 || !/html/u.test(answer.headers.get('content-type') ?? '')) return answer;
      return new Response((await answer.text()).replaceAll('id="sostoyanie"', 'id="status"'), answer);
    });
    expect(report.counts).toMatchObject({ fail: 0, error: 0 });
    expect(report.counts.inconclusive).toBeGreaterThan(10);
    expect(reasonsOf(report)).toMatch(
      /foreign-html\.yaml:\d+:\d+ .*state: css "#sostoyanie" finds nothing in the answer to GET/u,
    );
    expect(sent(asked, ORDERS)).toBeLessThanOrEqual(fewest);
  });

  it('logs everybody out: the portal is said to have ended the session, and nothing fails', async () => {
    const ended = new Set<string>();
    let chosen = 0;
    const { report, asked } = await runBehind((portal) => (request) => {
      const cookie = request.headers.get('cookie') ?? '';
      if (/\/sertifikat$/u.test(request.url) && ++chosen > 4) ended.add(cookie);
      if (!ended.has(cookie)) return null;
      const forgotten = new Request(request);
      forgotten.headers.delete('cookie');
      // The form of a session that is gone leads to the login, whatever is in it.
      return request.method === 'GET'
        ? portal.fetch(forgotten)
        : new Response(null, { status: 303, headers: { location: '/vhod' } });
    });
    expect(report.verdicts.filter(({ verdict }) => verdict === 'fail')).toEqual([]);
    expect(report.counts.inconclusive).toBeGreaterThan(10);
    expect(reasonsOf(report)).toMatch(/401 Вход: it has ended the session of somebody whom it had let in/u);
    expect(sent(asked, ORDERS)).toBeLessThanOrEqual(fewest);
  });

  it('answers 503 for a while: nothing fails, and what comes later is judged', async () => {
    const { report, asked } = await runBehind(() => late(() => new Response('later', { status: 503 }), 300, 315));
    expect(report.stopped).toBeNull();
    expect(report.counts).toMatchObject({ fail: 0, error: 0 });
    expect(report.counts.pass).toBeGreaterThan(20);
    expect(reasonsOf(report)).toMatch(/it answers 503/u);
    expect(sent(asked, ORDERS)).toBeLessThanOrEqual(fewest);
  });

  it.each(process.env.REGLAMENT_ALL === undefined ? [300] : [-300, 300])(
    'has a clock that is off by %i s: all that passes on the right time passes',
    async (seconds) => {
      const { report } = await runBehind(() => () => null, {
        now: () => new Date(TRUST.now().getTime() + seconds * 1000),
      });
      expect(report.verdicts.filter(({ verdict }) => !['pass', 'not-applicable'].includes(verdict))).toEqual([]);
    },
  );
});
