// The door of the package for vendors who write a reporter of their own: `reglament/reporters`.
export type { Exchange, Report, RunEvent } from '../schemas/run/report.ts';
export { groupOf, type Verdict, type VerdictGroup } from '../schemas/run/verdict.ts';
export { plainText } from './portal-text.ts';
export type { Reporter, ReporterContext, ReporterFactory } from './reporter.ts';
export { headline } from './sentences.ts';
