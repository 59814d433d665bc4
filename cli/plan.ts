// reglament plan: the applications that a run would send, before anything is sent.
import { suits } from '../schemas/assertion.ts';
import { plan, type Selection } from '../suites/engine/plan.ts';
import { connectTarget } from './target.ts';
import { print, printJson, regulations } from './workspace.ts';

/** Asks the target only what it offers. */
export async function planCommand(options: Selection & { target?: string; seed: number; json?: true }): Promise<void> {
  const acts = regulations();
  const sut = await connectTarget({ ...options, concurrency: 1 }, acts);
  const { assertions, scenarios, notApplicable } = plan(acts, options, sut.description, sut.offer);
  await sut.close();
  const applications = scenarios.reduce((sum, scenario) => sum + scenario.applications, 0);
  if (options.json) {
    const rows = assertions.map((row) => ({
      id: row.id,
      scenarios: scenarios.filter((scenario) => suits(scenario, row)).map(({ id }) => id),
      notApplicable: notApplicable.get(row.id) ?? null,
    }));
    printJson({ target: sut.name, applications, scenarios, assertions: rows });
    return;
  }
  for (const { id, path, applications: opened } of scenarios)
    print(`${id}${opened === 0 ? ' (opens no request)' : ''}\n  ${path.join(' > ')}`);
  print(
    `${scenarios.length} walks, ${applications} applications, for ${assertions.length - notApplicable.size} of ${assertions.length} assertions`,
  );
}
