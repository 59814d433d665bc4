// Mutants of every family are failed by the suites, on the cell that they break.
import { describe, expect, it } from 'vitest';
import { foldReport, type Report, type RunEvent } from '../schemas/report.ts';
import { plan } from '../suites/engine/plan.ts';
import { run } from '../suites/engine/run.ts';
import { connectTarget } from './target.ts';
import { calendar, regulations } from './workspace.ts';

const FLOW = 'passenger-transport-licence/portal';

/** A mutant a line, with the assertion that names its cell and the row of that cell. */
const BROKEN: readonly (readonly [mutant: string, assertion: string, row: string])[] = [
  ['fill-request/skips', 'fill-request/once', 'action'],
  ['sign/repeats', 'sign/once', 'action'],
  ['pay/takes-other-branch-when-paid', 'pay/next-when-paid', 'next'],
  ['pay/ignores-cause-payment-reversed', 'pay/unpaid-when-payment-reversed', 'next'],
  ['choose-certificate/ignores-cause-on-hold', 'choose-certificate/unconfirmed-when-on-hold', 'next'],
  ['choose-certificate/ignores-cause-other-bytes', 'sign/unconfirmed-when-other-bytes', 'next'],
  ['sign/accepts-early', 'sign/not-before-fill-request', 'next'],
  ['pay/accepts-twice', 'pay/not-twice', 'action'],
  ['refuse-unpaid/goes-on', 'refuse-unpaid/then-no-choose-certificate', 'next'],
  ['pay/takes-longer', 'pay/term', 'term'],
  ['sign/closes-early', 'sign/term', 'term'],
  ['register/closes-the-decision-early', 'register/term', 'term'],
  ['register/delays-the-result', 'register/term', 'term'],
  ['refuse-certificate/speaks-another-language', 'refuse-certificate/readable-ru', 'completion'],
  ['refuse-certificate/names-another-cause', 'refuse-certificate/names-revoked', 'completion'],
  ['refuse-unqualified/issues-all-the-same', 'refuse-unqualified/issues-nothing', 'completion'],
  ['register/gives-the-same-number', 'register/number-unique', 'completion'],
  ['receive-result/gives-no-document', 'receive-result/document', 'completion'],
  ['receive-result/leaves-the-document-unsigned', 'receive-result/signed', 'completion'],
  ['receive-result/lets-somebody-else-sign', 'receive-result/signer', 'completion'],
  ['receive-result/saves-no-pdf', 'receive-result/pdf', 'completion'],
  ['receive-result/leaves-history-empty', 'receive-result/in-history', 'completion'],
  ['authenticate/shows-to-anyone', 'fill-request/request-hidden', 'action'],
  ['pay/takes-from-anyone', 'pay/not-by-another', 'action'],
  ['fill-request/drops-a-screen-2-10-1', 'fill-request/screens', 'action'],
  ['receive-result/drops-a-button-open', 'receive-result/button-open', 'completion'],
  ['receive-result/drops-an-answer-2-3', 'receive-result/survey-asked', 'completion'],
  ['receive-result/takes-no-answer', 'receive-result/survey-accepted', 'completion'],
  ['receive-result/accepts-any-answer', 'receive-result/survey-refuses-other-answers', 'completion'],
  ['refuse-unpaid/records-another-actor', 'refuse-unpaid/actor', 'actor'],
];

/** The same for the act that prints how its form is filled in. */
const FORM_FLOW = 'cultural-property-export-certificate/portal';
const BROKEN_FORM: typeof BROKEN = [
  ['fill-request/drops-a-button-order', 'fill-request/button-order', 'action'],
  ['fill-request/drops-a-button-send', 'fill-request/button-send', 'action'],
  ['fill-request/drops-a-field-iin-bin', 'fill-request/field-iin-bin', 'action'],
  ['fill-request/leaves-a-field-empty-iin-bin', 'fill-request/field-iin-bin-prefilled', 'action'],
  ['sign/drops-a-button-sign', 'sign/button-sign', 'action'],
  ['register/drops-a-button-refresh-status', 'register/button-refresh-status', 'action'],
  ['register/hides-a-particular-iin-bin', 'register/shows-iin-bin', 'action'],
  ['register/hides-a-particular-number', 'register/shows-number', 'action'],
  ['register/hides-a-particular-kind', 'register/shows-kind', 'action'],
  ['register/hides-a-particular-status', 'register/shows-status', 'action'],
  ['register/hides-a-particular-term', 'register/shows-term', 'action'],
  ['receive-result/drops-a-button-view-result', 'receive-result/button-view-result', 'completion'],
  ['receive-result/shows-a-button-early-view-result', 'receive-result/button-view-result-not-before', 'completion'],
];

async function reportOn(mutant: string): Promise<Report> {
  const acts = regulations(mutant.split('/')[0]);
  const sut = await connectTarget({ target: 'simulator', concurrency: 8, seed: 1, mutant }, acts);
  const events: RunEvent[] = [];
  try {
    const planned = plan(acts, { flow: 'portal' }, sut.description);
    await run({
      sut,
      regulations: acts,
      plan: planned,
      calendar: calendar(),
      convention: 'next-day',
      seed: 1,
      concurrency: 8,
      requireFull: false,
      tool: 'test',
      onEvent: (event) => void events.push(event),
    });
  } finally {
    await sut.close();
  }
  return foldReport(events);
}

describe('a broken cell is found', () => {
  const broken = [
    ...BROKEN.map((one) => [FLOW, ...one] as const),
    ...BROKEN_FORM.map((one) => [FORM_FLOW, ...one] as const),
  ];
  it.each(broken)('%s/%s', async (flow, mutant, assertion, row) => {
    const report = await reportOn(`${flow}/${mutant}`);
    expect(report.outcome).toBe('failed');
    const verdict = report.verdicts.find((found) => found.assertion === `${flow}/${assertion}`);
    expect(
      verdict?.verdict,
      JSON.stringify(
        report.verdicts.filter((found) => found.verdict === 'fail').map((found) => [found.assertion, found.actual]),
        null,
        1,
      ),
    ).toBe('fail');
    const source = report.assertions.find(({ id }) => id === `${flow}/${assertion}`)?.source ?? [];
    expect(source.some((place) => 'row' in place && place.row === row)).toBe(true);
  });
});
