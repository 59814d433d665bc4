// Tests the act of a check: one cause is told once, with what it hid, and whatever a person has to know is in it.
import { describe, expect, it } from 'vitest';
import { plainly, type Said, say } from '../../schemas/said.ts';
import { findingsOf } from '../findings.ts';
import { type Sample, sampleExchange, sampleRegulation, sampleReport } from '../sample.ts';
import { actOf } from './act.ts';
import { diagnose } from './causes.ts';

const cell = (step: number, row: 'actor' | 'action' | 'term' | 'next') => ({ annex: 3, table: 1, step, row });
const failing = (name: string, source: ReturnType<typeof cell>[], says: Said, changes = {}): Sample => ({
  assertion: { id: `carriage-licence/portal/pay/${name}`, source },
  verdict: {
    ...{ verdict: 'fail', scenario: 'success', evidence: [`success#${name}`] },
    ...{ actual: plainly(says), says: { expected: say`something else`, actual: says } },
    ...changes,
  },
});
const open = (name: string, scenario: string, why: Said): Sample => {
  const reason = say`the walk did not reach ${name}: ${why}`;
  const says = { expected: say`something`, actual: reason, reason };
  return {
    assertion: { id: `carriage-licence/portal/${name}/actor` },
    verdict: { verdict: 'inconclusive', scenario, evidence: [], reason: plainly(reason), says },
  };
};
const diagnosed = (samples: Sample[], exchanges = {}) => {
  const report = sampleReport(samples, { exchanges });
  const { causes, obstacles } = diagnose(findingsOf(report), report);
  const nameOf = ({ assertion }: { assertion: { id: string } }) => assertion.id.split('/').slice(2).join('/');
  return {
    causes: causes.map(({ failures, hides }) => [failures.map(nameOf), hides.map(nameOf)]),
    obstacles: obstacles.map(({ why, findings }) => [plainly(why), findings.length]),
  };
};

describe('causes', () => {
  const accepted = say`${'pay'} is accepted`;

  it('tells failures that cite a common cell once, under the cell that most of them cite', () => {
    const samples = [
      failing('a', [cell(1, 'next'), cell(2, 'action')], accepted),
      failing('b', [cell(2, 'action')], accepted),
      failing('c', [cell(1, 'next')], accepted),
      failing('d', [cell(3, 'next'), cell(2, 'action')], accepted),
    ];
    expect(diagnosed(samples).causes).toEqual([
      [['pay/a', 'pay/b', 'pay/d'], []],
      [['pay/c'], []],
    ]);
  });

  it('tells failures apart that share nothing but their walk', () => {
    const samples = [failing('a', [cell(1, 'actor')], accepted), failing('b', [cell(2, 'actor')], accepted)];
    expect(diagnosed(samples).causes).toHaveLength(2);
  });

  it('tells failures once that rest on one exchange that was answered with a fault, and on no other', () => {
    const samples = ['a', 'b'].map((name, n) =>
      failing(name, [cell(n + 1, 'actor')], accepted, { evidence: ['success#1'] }),
    );
    const exchange = sampleExchange('success#1', {});
    const broken = { ...exchange, response: { ...exchange.response, status: 500 } };
    expect(diagnosed(samples, { 'success#1': broken }).causes).toHaveLength(1);
    expect(diagnosed(samples, { 'success#1': exchange }).causes).toHaveLength(2);
  });

  it('puts behind a failure what was not reached on its walk for what it says, and what was not reached elsewhere for the same', () => {
    const why = say`${'pay'} was accepted while the walk waited for ${'fill-request'}`;
    const samples = [
      failing('a', [cell(1, 'next')], accepted),
      open('sign', 'success', why),
      open('issue', 'another', why),
      open('register', 'success', say`${'decide'} was refused`),
    ];
    expect(diagnosed(samples)).toEqual({
      causes: [[['pay/a'], ['issue/actor', 'sign/actor']]],
      obstacles: [['decide was refused', 1]],
    });
  });

  it('puts nothing behind a failure of another walk or of another flow', () => {
    const why = say`${'pay'} was accepted while the walk waited for ${'fill-request'}`;
    const other = open('sign', 'success', why);
    const inOffice = { ...other, assertion: { id: 'carriage-licence/office/sign/actor', flow: 'office' } };
    expect(diagnosed([failing('a', [cell(1, 'next')], accepted), open('sign', 'another', why)]).obstacles).toHaveLength(
      1,
    );
    expect(diagnosed([failing('a', [cell(1, 'next')], accepted), inOffice]).obstacles).toHaveLength(1);
  });
});

describe('the act', () => {
  it('quotes the cell, shows the exchange and says how to repeat each failure alone', () => {
    const { causes } = actOf(sampleReport(undefined, { target: "it's mine.yaml" }), [sampleRegulation()]);
    expect(causes[0]).toMatchObject({ printed: '3–егер ақы төлемесе', place: { step: 2, row: 'next' } });
    const [failure] = causes[0]?.failures ?? [];
    expect(failure?.shown?.id).toBe('unpaid#2');
    expect(failure?.others).toEqual(['unpaid#1']);
    expect(failure?.repeat).toBe(
      String.raw`reglament run --target 'it'\''s mine.yaml' --assertion carriage-licence/portal/pay/next-when-unpaid --seed 7`,
    );
  });

  it('counts the days of a term with the decree that moved some', () => {
    const at = (text: string) => ({ at: `${text}T04:00:00.000Z`, zone: 'Asia/Almaty' as const });
    const expected: Said = [
      '{0} from {1} by {2}',
      { term: { max: 6, unit: 'working-day' } },
      at('2013-05-03'),
      at('2013-05-14'),
    ];
    const term: Sample = {
      verdict: { elapsed: { overMs: 0, withinMs: 1, termMs: 1 }, says: { expected, actual: say`it is there` } },
    };
    const { counting } = actOf(sampleReport([term]), [sampleRegulation()]);
    expect(counting.spans).toMatchObject([
      {
        ...{ from: '2013-05-03', due: '2013-05-14' },
        ...{ daysOff: ['2013-05-07', '2013-05-09', '2013-05-10'], workedWeekends: ['2013-05-04'] },
      },
    ]);
    expect(counting.years).toEqual([
      {
        ...{ year: 2013, isComplete: true },
        decrees: [345, 1068, 1322].map((number) => ({
          id: `P130000${String(number).padStart(4, '0')}`,
          number,
          year: 2013,
        })),
      },
    ]);
  });

  it('gathers what is not observable by what is missing, and what is not offered by its flow', () => {
    const lacking = (n: number, reason: Said): Sample => ({
      assertion: { id: `carriage-licence/portal/pay/x${n}` },
      verdict: {
        ...{ verdict: 'not-applicable', reason: plainly(reason) },
        says: { expected: say`x`, actual: say`not observed`, reason },
      },
    });
    const missing = say`the target shows no ${'history'}`;
    const { unobserved, unclaimed } = actOf(
      sampleReport([
        ...[1, 2].map((n) => lacking(n, say`not-observable: ${missing}`)),
        lacking(3, say`not-observable: ${say`the target supplies no credentials ${'officer'}`}`),
        lacking(4, say`not-claimed: the portal does not offer the flow ${'portal'}`),
      ]),
      [],
    );
    expect(unobserved.map(({ missing: one, findings }) => [plainly(one), findings.length])).toEqual([
      ['the target shows no history', 2],
      ['the target supplies no credentials officer', 1],
    ]);
    expect(unclaimed).toEqual([{ regulation: 'carriage-licence', flow: 'portal', count: 1 }]);
  });
});
