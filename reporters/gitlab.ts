// The reporter for merge requests of GitLab: gl-code-quality-report.json, with an issue for all that speaks against the portal or stayed open.
import type { Report } from '../schemas/run/report.ts';
import { visibleJson } from '../schemas/run/visible-json.ts';
import { cellPath, type Entry, entriesOf, fingerprintOf, type Standing } from './entries.ts';
import { shorten } from './portal-text.ts';

/** How severe an issue is; null where there is none. */
export const GITLAB: Readonly<Record<Standing, 'info' | 'minor' | 'major' | 'critical' | 'blocker' | null>> = {
  passed: null,
  failed: 'critical',
  expected: 'info',
  inconclusive: 'minor',
  disputed: 'info',
  pending: 'minor',
  'not-applicable': null,
  error: 'major',
  outcome: 'blocker',
};

/** The longest description, in UTF-16 units: the list of a merge request shows it on one line. */
const LONGEST = 500;

/** The report as issues of code quality. */
export function renderGitlab(report: Report): string {
  const entries = entriesOf(report, (standing) => GITLAB[standing] === 'critical');
  return `${visibleJson(entries.flatMap(issueOf), 2)}\n`;
}

function issueOf(entry: Entry) {
  const { id, title, standing, message } = entry;
  const severity = GITLAB[standing];
  if (severity === null) return [];
  return {
    description: shorten(title === message ? message : `${title}: ${message}`, LONGEST),
    check_name: id,
    // How it stands is part of it, because GitLab says nothing of an issue whose number was there before.
    fingerprint: fingerprintOf(id, standing),
    severity,
    location: { path: cellPath(entry), lines: { begin: 1 } },
  };
}
