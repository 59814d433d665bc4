// The colours of the HTML report, for a light and a dark page. A test checks the contrast of every ink on its paper against WCAG AA.
import type { VerdictName } from '../../schemas/run/verdict.ts';

/** Ink on paper, and the line around it. */
interface Tone {
  readonly ink: string;
  readonly paper: string;
  readonly line: string;
}

/** The colours of one scheme; `muted` and `link` are inks on `page.paper`. */
export interface Scheme {
  readonly page: Tone;
  readonly muted: string;
  readonly link: string;
  readonly raised: string;
  readonly verdicts: Readonly<Record<VerdictName, Tone>>;
}

/** The colours of a light page. */
export const LIGHT: Scheme = {
  page: { ink: '#1c2127', paper: '#ffffff', line: '#d0d5dc' },
  muted: '#57606a',
  link: '#0b57a4',
  raised: '#f5f6f8',
  verdicts: {
    pass: { ink: '#14532d', paper: '#e8f5ec', line: '#2e7d46' },
    fail: { ink: '#8b1a13', paper: '#fdeae8', line: '#c1281c' },
    error: { ink: '#5b1c87', paper: '#f5ebfd', line: '#8636c4' },
    inconclusive: { ink: '#624400', paper: '#fff5d9', line: '#a8760a' },
    pending: { ink: '#1f3a86', paper: '#e9effd', line: '#4163c9' },
    'not-applicable': { ink: '#414b56', paper: '#eef0f3', line: '#7c8794' },
  },
};

/** The colours of a dark page. */
export const DARK: Scheme = {
  page: { ink: '#e3e7ec', paper: '#14181d', line: '#3a424c' },
  muted: '#a3adb9',
  link: '#7fb8f5',
  raised: '#1c2229',
  verdicts: {
    pass: { ink: '#b4e6c3', paper: '#173322', line: '#4fa56c' },
    fail: { ink: '#ffc4be', paper: '#451a18', line: '#e5675d' },
    error: { ink: '#e3c9fb', paper: '#34204a', line: '#b07be0' },
    inconclusive: { ink: '#f6dc98', paper: '#3a2e10', line: '#cf9d33' },
    pending: { ink: '#c3d3fb', paper: '#1d2a4d', line: '#7b97ea' },
    'not-applicable': { ink: '#c3cad2', paper: '#272d35', line: '#87929e' },
  },
};

/** The scheme as declarations of CSS variables. */
export function cssVariables({ page, muted, link, raised, verdicts }: Scheme): string {
  const tones = Object.entries(verdicts).flatMap(([name, { ink, paper, line }]) => [
    `--${name}-ink:${ink}`,
    `--${name}-paper:${paper}`,
    `--${name}-line:${line}`,
  ]);
  const rest = [`--ink:${page.ink}`, `--paper:${page.paper}`, `--line:${page.line}`];
  return [...rest, `--muted:${muted}`, `--link:${link}`, `--raised:${raised}`, ...tones].join(';');
}
