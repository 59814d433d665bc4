// What every part of the HTML report is made from: the report, its act, and the language that it is told in.
import type { Regulation } from '../../schemas/regulation.ts';
import type { Report } from '../../schemas/run/report.ts';
import type { Said } from '../../schemas/said.ts';
import { say } from '../../schemas/said.ts';
import type { Act } from '../act/act.ts';
import { cut } from '../act/cut.ts';
import type { Finding } from '../findings.ts';
import type { Voices } from '../language/voices.ts';

/** The report in one language. */
export interface Scene {
  readonly voices: Voices;
  readonly report: Report;
  readonly act: Act;
  readonly findings: readonly Finding[];
  readonly regulations: readonly Regulation[];
  /** The anchors of the exchanges, by their ids. */
  readonly exchanges: ReadonlyMap<string, string>;
}

/** The most characters of one sentence that are shown: a portal may have written it. */
const MOST = 2000;

/** Tells what is said of a regulation, cut with a notice where a portal has written too much. */
export function tellOf({ voices }: Scene, regulation: string, said: Said): string {
  const { text, left } = cut(voices.of(regulation).tell(said), MOST);
  return left === 0 ? text : `${text}… [${voices.tell(cutNotice(left))}]`;
}

/** What is told where text was cut. */
export const cutNotice = (left: number): Said => say`cut here, ${left} more characters`;

/** The name of a regulation in the language of the scene; its id where the text is not at hand. */
export function nameOf({ regulations, voices }: Scene, id: string): string {
  return regulations.find((one) => one.id === id)?.service.name[voices.language] ?? id;
}

/** The name of a flow as people call it. */
export function flowNameOf({ voices }: Scene, regulation: string, flow: string): string {
  const speaker = voices.of(regulation);
  return speaker.tell(say`${speaker.flow(flow) ?? flow}`);
}

/** The name of a flow for whoever does not see of which regulation it is. */
export function whereOf(scene: Scene, regulation: string, flow: string): string {
  return scene.voices.of(regulation).flow(flow) !== null
    ? flowNameOf(scene, regulation, flow)
    : `${nameOf(scene, regulation)}, ${flowNameOf(scene, regulation, flow)}`;
}
