// The predicate on the end of a walk, also where the text can be read as going on after a refusal.
import { all, type Said, say } from '../../../../schemas/said.ts';
import type { Trace } from '../../trace.ts';
import { cite, type Finding, fails, holds, open, type Setting } from '../finding.ts';
import { HISTORY } from '../needs.ts';
import { once, predicate } from '../predicate.ts';
import { kindOf } from './content.ts';
import { signed, signedByHead, signedByOfficial, signedByProvider } from './document.ts';
import { notFinished, notReached } from './steps.ts';

/**
 * Holds where no step is on record after the action, and the portal has closed the request or session. Where the other reading of a
 * disputed erratum goes on, it holds too if those steps and no others follow, to the end, and leave a signed reasoned refusal.
 */
export const endsWith = predicate('ends-with', once(HISTORY), (trace, { action, otherwise }, setting) => {
  const expected =
    otherwise === undefined
      ? say`${action} is the last step`
      : say`${action} is the last step, or ${all(otherwise.path)} follow`;
  const at = trace.history.findIndex((entry) => entry.action === action);
  if (at < 0) return open(expected, notReached(trace, action), cite(trace.lastRead));
  const evidence = cite(trace.lastRead);
  const after = trace.history[at + 1];
  if (otherwise !== undefined && after?.action === otherwise.path[0])
    return goesOn(trace, { expected, done: trace.history.slice(at + 1), setting, ...otherwise });
  if (after !== undefined) return fails(expected, say`${after.action} follows ${action}`, evidence);
  const isClosed = trace.state === 'refused' || trace.state === 'completed';
  if (!isClosed && trace.history[at]?.finishedAt === null) return open(expected, notFinished(trace, action), evidence);
  if (!isClosed) return fails(expected, say`the walk stays ${trace.state} after ${action}`, evidence);
  return holds(expected, say`nothing follows ${action}, the walk is ${trace.state}`, evidence);
});

/** Judges a walk that goes on after a refusal: its steps, its end, and the document that it leaves. */
function goesOn(
  trace: Trace,
  told: { expected: Said; done: Trace['history']; path: readonly string[]; byHead: boolean; setting: Setting },
): Finding {
  const { expected, done, path, byHead, setting } = told;
  const evidence = cite(trace.lastRead, trace.fetched?.exchange);
  const last = path.at(-1) ?? '';
  const missing = path.find((action, n) => done[n]?.action !== action);
  if (missing !== undefined || done.length > path.length)
    return fails(expected, say`what follows is ${all(done.map(({ action }) => action))}`, evidence);
  if (trace.state !== 'refused' && trace.state !== 'completed')
    return fails(expected, say`the walk stays ${trace.state} after ${last}`, evidence);
  const document = trace.fetched?.document;
  if (document == null) return fails(expected, say`${last} leaves no document`, evidence);
  const kind = kindOf(document, trace.words);
  if (kind !== 'refusal')
    return fails(
      expected,
      kind === null ? say`the document is no reasoned refusal` : say`the document is ${kind}`,
      evidence,
    );
  const signing = [signed, signedByOfficial, signedByProvider, ...(byHead ? [signedByHead] : [])];
  const flaw = signing
    .map(({ judge }) => judge(trace, { action: last }, setting))
    .find((finding) => finding.holds === false);
  return flaw === undefined
    ? holds(expected, say`${all(path)} follow, and leave a signed reasoned refusal`, evidence)
    : fails(expected, flaw.says.actual, evidence);
}
