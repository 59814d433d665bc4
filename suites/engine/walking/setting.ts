// What a walk needs to know besides its scenario, and how it breaks off.

import type { Calendar, TermStart } from '../../../schemas/calendar.ts';
import type { GraphStep } from '../../../schemas/flow/flow-graph.ts';
import { kazakhstan } from '../../../schemas/kazakhstan.ts';
import type { Obligation } from '../../../schemas/run/report.ts';
import { any, instant, plainly, type Said, say } from '../../../schemas/said.ts';
import type { Addition, Control, Operation } from '../../../schemas/target/driver.ts';
import type { Source } from '../../flow/source.ts';
import type { Drive } from '../../sut/sut.ts';
import type { Trace } from '../trace.ts';
import type { Fresh } from './fresh.ts';
import type { Hands } from './hands.ts';
import type { Watch } from './watch.ts';

/** What a walk needs to know besides its scenario. */
export interface WalkSetting {
  source: Source;
  calendar: Calendar;
  convention: TermStart;
  controls: readonly Control[];
  /** The BIN of the provider; null where the target names none. */
  provider?: string | null;
  /** The IIN of its head and of each deputy; null where the target names none. */
  heads?: readonly string[] | null;
  /** Whether the portal shows a part that not every portal has. */
  shows: (part: Addition) => boolean;
  /** Whether somebody guesses at the password afterwards, which is tried only where it is asked for and can lock nobody else out. */
  guesses?: boolean;
  fresh: Fresh;
  /** Whether the portal decides by itself where nothing is wrong with a request. */
  ownDecision?: boolean;
  /** The values of the form that the portal is given; null where it is given all. */
  enters?: ReadonlySet<string> | null;
  /** The operations that nobody can try alone. */
  within?: ReadonlySet<Operation>;
  /** Takes so many applications from those that the target allows beyond the plan; false where it does not allow them. */
  spare?: (applications: number) => boolean;
}

/** Where a walk stands: at a step, with all that it walks with. */
export interface Place {
  drive: Drive;
  hands: Hands;
  watch: Watch;
  trace: Trace;
  setting: WalkSetting;
  step: GraphStep;
}

/** Thrown where a walk cannot go on. What was seen so far still counts. */
export class Interruption extends Error {
  readonly says: Said;

  constructor(says: Said) {
    super(plainly(says));
    this.says = says;
  }
}

/** Thrown where a walk waits for what may take days: it goes on with the next part of the run. */
export class Suspended extends Error {
  readonly obligation: Obligation;
  /** What is awaited and until when. */
  readonly says: Said;
  /** What was seen on the walk so far. */
  trace: Trace | null = null;

  constructor(obligation: Obligation) {
    const says = describeObligation(obligation);
    super(plainly(says));
    this.obligation = obligation;
    this.says = says;
  }
}

function describeObligation({ awaits, since, dues }: Obligation): Said {
  const begun = instant(since, kazakhstan());
  const until = dues.map(({ convention, due }) => say`${instant(due, kazakhstan())} (${convention})`);
  return until.length === 0
    ? say`${awaits} is awaited since ${begun}, and nothing says until when`
    : say`${awaits} is awaited since ${begun}, until ${any(until)}`;
}
