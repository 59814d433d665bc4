// A process: does what `reglament run` does, but walks every scenario of the plan several times, each time under an id of its own.
import { carryOut } from '../cli/run/run.ts';
import { connectTarget } from '../cli/target.ts';
import { knownRegulations } from '../cli/workspace.ts';
import { plan } from '../suites/engine/running/plan.ts';
import { CONCURRENCY } from './figure.ts';

const [target = '', out = '', times = '1'] = process.argv.slice(2);
const regulations = knownRegulations();
const options = { concurrency: CONCURRENCY, seed: 1 };
const sut = await connectTarget({ ...options, target }, regulations);
const planned = plan(regulations, { level: 'implied' }, sut.description);
const scenarios = Array.from({ length: Number(times) }, (_, n) =>
  planned.scenarios.map((scenario) => ({ ...scenario, id: `${scenario.id}~${n}` })),
).flat();
await carryOut(
  { ...options, out, reporter: ['terminal', 'html', 'json'], termStart: 'next-day', lang: 'en' },
  { sut, regulations, planned: { ...planned, scenarios } },
);
await sut.close();
