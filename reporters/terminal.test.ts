// Tests the live line and the last screen.
import { expect, it, vi } from 'vitest';
import type { Language } from '../schemas/language.ts';
import type { Report, RunEvent } from '../schemas/run/report.ts';
import { knownReport, SAMPLES, type Sample, sampleEvents, sampleReport } from './sample.ts';
import { terminalReporter } from './terminal.ts';

interface Terminal {
  readonly isTty?: boolean;
  readonly hasColour?: boolean;
  readonly columns?: number;
  readonly language?: Language;
}

function show(report: Report, events: readonly RunEvent[], terminal: Terminal = {}): string[] {
  const written: string[] = [];
  const write = (text: string) => void written.push(text);
  const context = {
    outDir: null,
    regulations: [],
    language: 'en' as const,
    signed: [],
    write,
    isTty: false,
    columns: 80,
    hasColour: false,
    ...terminal,
  };
  const reporter = terminalReporter(context, new Map([['html', 'out/report.html']]));
  for (const event of events) reporter.onEvent?.(event);
  void reporter.onEnd?.(report);
  return written;
}
const screen = (samples: readonly Sample[], terminal: Terminal = {}) =>
  show(sampleReport(samples), [], terminal).join('');
const failure = (n: number): Sample => ({
  assertion: { id: `carriage-licence/portal/pay/case-${n}` },
  verdict: { verdict: 'fail', expected: `expected-${n}`, actual: `actual-${n}` },
});

it('begins with the outcome and ends with the path of the report', () => {
  const lines = screen(SAMPLES).trim().split('\n');
  expect(lines[0]).toBe('failed on 1 of 7 assertions');
  expect(lines[1]).toContain(
    '2 judged (1 passed, 1 failed); 5 not judged: 2 inconclusive, 1 pending, 1 not applicable, and 1 in error',
  );
  expect(lines.at(-1)).toBe('report  out/report.html');
});

it('says of which part of a run it is', () => {
  expect(screen([{}])).not.toContain('part ');
  expect(show(sampleReport([{}], { part: { number: 2, of: 4 } }), []).join('')).toContain(', part 2 of 4\n');
});

it('says how much was judged, whatever the outcome', () => {
  expect(screen([{}])).toContain('\npassed on 1 of 1 assertion\n');
  const open = screen([{}, { assertion: { id: 'a/b/c/d' }, verdict: { verdict: 'inconclusive', reason: 'gone' } }]);
  expect(open).toContain('\nincomplete: passed on 1 of 2 assertions\n');
});

it('tells what is recommended apart, and says nothing of it where it was not asked for', () => {
  expect(screen([{}])).not.toContain('recommended');
  const report = sampleReport([{}]);
  const [verdict] = report.verdicts;
  if (verdict === undefined) return expect.unreachable('no verdict');
  const recommended = [verdict, { ...verdict, assertion: 'a/b/c/readable', verdict: 'fail' as const }];
  expect(show({ ...report, recommended }, []).join('')).toContain(
    'recommended, not counted: 1 of 2 followed; not followed: a/b/c/readable\n',
  );
});

it('gives a failure with its id, title, cell, expected and actual', () => {
  const text = screen(SAMPLES);
  expect(text).toContain('✗ carriage-licence/portal/pay/next-when-unpaid\n');
  expect(text).toContain('Unpaid, the refusal follows  table 1, step 2: Which step follows and clause 6, item 2\n');
  expect(text).toContain('expected  the request is refused for want of payment\n');
  expect(text).toContain('observed  the portal went on to sign\n');
});

it('shows ten failures and counts the rest', () => {
  const text = screen(Array.from({ length: 13 }, (_, n) => failure(n + 10)));
  expect(text).toContain('actual-19');
  expect(text).not.toContain('actual-20');
  expect(text).toContain('… and 3 more');
});

it('tells once what fails alike in several flows', () => {
  const alike = (flow: string): Sample => ({
    assertion: { id: `carriage-licence/${flow}/authenticate/once`, title: 'authenticate is done once' },
    verdict: { verdict: 'fail', expected: 'once', actual: 'the history is empty' },
  });
  const text = screen([alike('portal'), failure(1), alike('office'), alike('internal')]);
  expect(text.split('the history is empty')).toHaveLength(2);
  expect(text).toContain(
    '  likewise  carriage-licence/office/authenticate/once, carriage-licence/portal/authenticate/once\n',
  );
  expect(text).toContain('actual-1\n');
});

it('sums up what stayed open by reason, the commonest first', () => {
  const open = (n: number, reason: string): Sample => ({
    assertion: { id: `a/b/c/d${n}` },
    verdict: { verdict: 'inconclusive', reason },
  });
  const samples = [
    open(0, 'rare'),
    ...[1, 2, 3].map((n) => open(n, 'no history')),
    open(5, 'x'),
    open(6, 'y'),
    open(7, 'z'),
    open(8, 'zz'),
  ];
  expect(screen(samples)).toContain(
    'inconclusive (8)\n  3  no history\n  1  rare\n  1  x\n  1  y\n  1  z\n  1  for 1 other reason\n',
  );
});

it('lets nothing of the portal steer the terminal', () => {
  const evil = '\u001b[2J\u001b]0;passed\u0007\u009b1m\u202epassed\u202c\r\npassed on 7 of 7';
  const samples = SAMPLES.map(({ assertion, verdict }) => ({
    ...(assertion === undefined ? {} : { assertion }),
    verdict: { ...verdict, expected: evil, actual: evil, reason: evil },
  }));
  const changes = {
    target: evil,
    portal: evil,
    stopped: evil,
    convention: evil,
    warnings: [{ code: evil, message: evil }],
  };
  const text = show(sampleReport(samples, changes), []).join('');
  expect(text).not.toMatch(/(?!\n)\p{Cc}|\p{Cf}/u);
  expect(text).not.toMatch(/^passed/m);
});

it('draws one live line on a terminal, within its width, and wipes it', () => {
  const written = show(sampleReport(), sampleEvents(), { isTty: true, columns: 20 });
  const live = written.slice(0, -1);
  expect(live[0]).toBe('\r0/1 scenario, 0 fai');
  expect(written.join('')).not.toContain('\u001b');
  for (const text of live) expect(text).toMatch(/^\r[^\r\n]{0,19}\r?$/);
  expect(live.at(-1)).toBe(`\r${' '.repeat(19)}\r`);
});

it('counts scenarios and failures in the live line', () => {
  const written = show(sampleReport(), sampleEvents(), { isTty: true, columns: 0 });
  expect(written.join('')).toContain('\r1/1 scenario, 1 failure so far');
});

it('writes only the screen of a short run without a terminal', () => {
  expect(show(sampleReport(), sampleEvents())).toHaveLength(1);
});

it('writes a line every five seconds without a terminal, with what is left', () => {
  vi.useFakeTimers();
  try {
    const written: string[] = [];
    const write = (text: string) => void written.push(text);
    const context = {
      outDir: null,
      regulations: [],
      language: 'en' as const,
      signed: [],
      write,
      isTty: false,
      columns: 0,
      hasColour: false,
    };
    const reporter = terminalReporter(context, new Map());
    const [started, ...events] = sampleEvents();
    if (started?.type !== 'run-started') return expect.unreachable('no beginning');
    const [scenario] = started.scenarios;
    if (scenario === undefined) return expect.unreachable('no scenario');
    const many = {
      ...started,
      scenarios: [1, 2, 3].map((n) => ({ ...scenario, id: n === 1 ? scenario.id : `s${n}` })),
    };
    for (const event of [many, ...events]) reporter.onEvent?.(event);
    expect(written).toEqual([]);
    vi.advanceTimersByTime(5000);
    reporter.onEvent?.(events.at(-1) ?? many);
    reporter.onEvent?.(events.at(-1) ?? many);
    expect(written).toEqual(['1/3 scenarios, 1 failure so far, 1/3 applications, about 10 s left\n']);
  } finally {
    vi.useRealTimers();
  }
});

it('counts what is claimed, and says once how much is not', () => {
  const other: Sample = {
    assertion: { id: 'a/b/c/d' },
    verdict: { verdict: 'not-applicable', reason: `not-claimed: the portal does not offer the flow a/b` },
  };
  const text = screen([{}, other, { ...other, assertion: { id: 'a/b/c/e' } }]);
  expect(text).toContain('passed on 1 of 1 assertion\n');
  expect(text).toContain('1 judged (1 passed, 0 failed); 2 more are of flows that the portal does not offer\n');
  expect(text).not.toContain('not applicable (');
});

it('cuts no reason', () => {
  const long = `because ${'of this '.repeat(200)}and that`;
  const samples: Sample[] = [
    { assertion: { id: 'a/b/c/d' }, verdict: { verdict: 'inconclusive', reason: long } },
    { assertion: { id: 'a/b/c/e' }, verdict: { verdict: 'fail', expected: long, actual: long } },
  ];
  expect(screen(samples).split(long)).toHaveLength(4);
});

it('colours where colour is wanted, and not otherwise', () => {
  expect(show(sampleReport(), [], { hasColour: true }).join('')).toContain('\u001b[31mfailed on');
  expect(show(sampleReport(), [], { isTty: true }).join('')).not.toContain('\u001b');
});

it('never uses words that are not ours to say', () => {
  expect(screen(SAMPLES)).not.toMatch(/certified|approved|compliant/i);
});

it('tells what of the baseline does not hold, then what failed, then what failed as expected', () => {
  const text = show(knownReport(), []).join('');
  expect(text).toContain(
    'failed on 1 of 4 assertions, and on 2 as expected\n4 judged (1 passed, 3 failed, of them 2 as expected)',
  );
  const order = ['✗ stale <b>', '✗ expired <b>', '✗ carriage-licence/portal/pay/unexpected', 'failed as expected (2)'];
  const places = order.map((line) => text.indexOf(line));
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  expect(places).not.toContain(-1);
  expect(text.split('failed as expected')[0]).not.toContain('pay/known');
  expect(text).toContain(
    'known to be flaky: “the gateway is replaced” (“https://t.example/1”, until 31 December 2026)\n    2 attempts: failed and held',
  );
});

it('never says that a run passed on what failed as expected', () => {
  const report = knownReport();
  const verdicts = report.verdicts.filter(({ assertion }) => !assertion.endsWith('/unexpected'));
  const head = (changes: Partial<Report>) =>
    show({ ...report, verdicts, ...changes }, [])
      .join('')
      .trim()
      .split('\n')[0];
  expect(head({ outcome: 'passed' })).toBe('passed on 1 of 3 assertions, failed on 2 as expected');
  expect(head({})).toBe(
    'failed: the baseline does not hold in 2 places, passed on 1 of 3 assertions, failed on 2 as expected',
  );
});

it('tells the outcome and what failed in the language that was asked for', () => {
  expect(screen(SAMPLES, { language: 'ru' })).toMatch(/^\n[^\n]*утверждени[\s\S]*наблюдалось/u);
  expect(screen(SAMPLES, { language: 'kk' })).toMatch(/^\n[^\n]*тұжырым[\s\S]*байқалғаны/u);
});

it('holds no line that a pipeline of GitHub obeys, whatever a portal says', () => {
  const evil = '::error::x ##[add-mask]y';
  const said = sampleReport([{ verdict: { verdict: 'inconclusive', reason: evil, actual: evil } }], { target: evil });
  const lines = show(said, []).join('').split('\n');
  expect(lines.join(' ')).toContain('error::x ## [add-mask]y');
  expect(lines.filter((line) => /^\s*::|##\[/u.test(line))).toEqual([]);
});
