// Makes several reporters into one, so that one that throws harms neither the run nor the others.
import type { Report, RunEvent } from '../schemas/run/report.ts';
import { unlessStarved } from '../schemas/starved.ts';
import { plainText } from './portal-text.ts';
import type { Reporter } from './reporter.ts';

/** A warning of the shape that reports hold. */
export type Warning = Report['warnings'][number];

type Moment = 'listening' | 'reporting';
const MESSAGES: Readonly<Record<Moment, string>> = {
  listening: 'failed while listening to the run, and may have missed something',
  reporting: 'could not write its report',
};

const never = () => new Error('it waits for something that never comes');

function describeFault(fault: unknown): string {
  try {
    return plainText(fault instanceof Error ? fault.message : String(fault)) || 'no message';
  } catch {
    return 'no message';
  }
}

/**
 * Makes one reporter that passes everything on to the others, in their order; each has finished its report before the next begins.
 *
 * Whatever a reporter throws, at once or later, becomes a warning: at most one while it listens, and one while it reports. It still
 * receives what follows, because half a report is better than none.
 *
 * @param onFault receives each warning, with the code `reporter-failed`
 * @returns a reporter that never throws
 */
export function multiplex(reporters: readonly Reporter[], onFault: (warning: Warning) => void): Reporter {
  const blamed = new Set<string>();
  const blame = (index: number, name: string, moment: Moment, fault: unknown) => {
    const key = `${index} ${moment}`;
    if (blamed.has(key)) return;
    blamed.add(key);
    const message = `the reporter ${JSON.stringify(name)} ${MESSAGES[moment]}: ${describeFault(fault)}`;
    onFault({ code: 'reporter-failed', message });
  };
  const late = new Set<Promise<void>>();

  const tell = (index: number, reporter: Reporter, event: RunEvent) => {
    try {
      // An async function also fits an interface that returns void. Its rejection must not end the process.
      const result: unknown = reporter.onEvent?.(event);
      if (!(result instanceof Promise)) return;
      const settled = result.then(
        () => undefined,
        (fault: unknown) => blame(index, reporter.name, 'listening', fault),
      );
      late.add(settled);
      void settled.finally(() => late.delete(settled));
    } catch (fault) {
      blame(index, reporter.name, 'listening', fault);
    }
  };

  return {
    name: 'multiplex',
    onEvent(event) {
      for (const [index, reporter] of reporters.entries()) tell(index, reporter, event);
    },
    async onEnd(report) {
      // What a reporter still does with an event may never end. The report does not wait for it longer than anything goes on.
      await unlessStarved(Promise.all(late), never).catch(() => undefined);
      for (const [index, reporter] of reporters.entries()) {
        try {
          await unlessStarved(Promise.resolve(reporter.onEnd?.(report)), never);
        } catch (fault) {
          blame(index, reporter.name, 'reporting', fault);
        }
      }
    },
  };
}
