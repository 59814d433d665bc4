// Makes random walks through the flows of a portal, and shortens a walk that disagrees with the tables as far as it still does so.
import fc from 'fast-check';
import { ConformanceError } from '../../schemas/errors.ts';
import type { Source } from '../flow/source.ts';
import { PortalFault } from '../sut/blame.ts';
import { Silence } from '../sut/silence.ts';
import type { Drive, Sut } from '../sut/sut.ts';
import { type Course, type Move, type Roamed, type RoamSetting, roam } from './roam.ts';

/** What is walked, how often, and from which seed. */
export interface ExploreOptions extends Omit<RoamSetting, 'controls'> {
  sut: Sut;
  /** The flows to walk, at least one. */
  sources: readonly Source[];
  /** How many walks, from 1. */
  walks: number;
  seed: number;
  /** The path that an earlier exploration with the same seed printed for its disagreement, to repeat just that walk. */
  path?: string;
}

/** The result of an exploration. */
export interface Exploration {
  walks: number;
  /** How many operations were accepted in their turn. */
  accepted: number;
  /** How many operations were refused out of their turn, as they have to be. */
  refused: number;
  /** Why walks had to be broken off, each reason once. */
  cuts: string[];
  /** The first walk on which portal and tables disagree, shortened `shrunk` times; null where none does. */
  disagreement: { course: Course; account: string[]; message: string; path: string; shrunk: number } | null;
}

/** At most how many shorter walks are tried after a disagreement, because each of them is an application on the portal. */
const SHORTENINGS = 300;
/** At most how many moves a walk has. */
const LONGEST = 24;

const cause: fc.Arbitrary<number | null> = fc.oneof(
  { withCrossShrink: true },
  { weight: 6, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: fc.nat(99) },
);
/** Mostly what is due, so that walks get far, and now and then something else. A move that a walk does not need shrinks to a rest. */
const move: fc.Arbitrary<Move> = fc.oneof(
  { withCrossShrink: true },
  { weight: 1, arbitrary: fc.record({ make: fc.constant('rest') }) },
  { weight: 6, arbitrary: fc.record({ make: fc.constant('due'), cause }) },
  { weight: 3, arbitrary: fc.record({ make: fc.constant('out-of-turn'), pick: fc.nat(99) }) },
  { weight: 1, arbitrary: fc.record({ make: fc.constant('wait'), share: fc.constantFrom(1, 0.5) }) },
);
const moves = fc.array(move, { minLength: 1, maxLength: LONGEST, size: 'max' });

/** Makes one walk in a world of its own. Where the portal opens no world, the walk is cut before its first move. */
async function walkOnce(
  sut: Sut,
  silence: Silence,
  { seed, source: { regulation, flowId } }: { seed: number; source: Source },
  walk: (drive: Drive) => Promise<Roamed>,
): Promise<Roamed> {
  try {
    return await walk(await silence.openDrive(sut, `${regulation.id}/${flowId}/explore`, seed, () => undefined));
  } catch (error) {
    if (!(error instanceof PortalFault)) throw error;
    return { account: [], accepted: 0, refused: 0, disagreement: null, cut: error.message };
  }
}

/** Draws a flow and one of its variants. It does not shrink, because the same moves through another flow are not a shorter walk. */
function courseThrough(sources: readonly Source[]): fc.Arbitrary<Course> {
  const drawn = fc.tuple(fc.constantFrom(...sources), fc.nat(99));
  return fc.noShrink(
    drawn.map(([source, nth]) => {
      const variants = source.flow.variants ?? [];
      return { source, variant: variants[nth % Math.max(1, variants.length)] ?? null };
    }),
  );
}

/** Thrown to fast-check for a walk that disagrees, so that it looks for a shorter one. */
class Disagreeing extends Error {
  readonly course: Course;
  readonly roamed: Roamed;

  constructor(course: Course, roamed: Roamed) {
    super(roamed.disagreement ?? '');
    this.course = course;
    this.roamed = roamed;
  }
}

/**
 * Makes random walks until there are enough or one disagrees with the tables. Nothing that the portal does makes it throw.
 * @throws ConformanceError `usage` for a path that leads to no walk of this seed
 */
export async function explore(options: ExploreOptions): Promise<Exploration> {
  const { sut, sources, walks, seed, path } = options;
  const setting = { ...options, controls: sut.description.controls };
  const found: Exploration = { walks: 0, accepted: 0, refused: 0, cuts: [], disagreement: null };
  const silence = new Silence();
  let shortenings: number | null = null;
  const property = fc.asyncProperty(courseThrough(sources), moves, async (on, made) => {
    if (silence.reason !== null || (shortenings !== null && ++shortenings > SHORTENINGS)) return;
    const roamed = await walkOnce(sut, silence, { seed, source: on.source }, (drive) => roam(drive, on, made, setting));
    if (roamed.disagreement !== null) {
      shortenings ??= 0;
      throw new Disagreeing(on, roamed);
    }
    if (shortenings !== null) return;
    found.walks += 1;
    found.accepted += roamed.accepted;
    found.refused += roamed.refused;
    if (roamed.cut !== null && !found.cuts.includes(roamed.cut)) found.cuts.push(roamed.cut);
  });
  const parameters = { seed, numRuns: walks, ...(path === undefined ? {} : { path, endOnFailure: true }) };
  // For a path that does not fit, fast-check throws before it returns a promise. The async function makes that a rejection as well.
  const check = async () => fc.check(property, parameters);
  const details = await check().catch((cause: unknown) => {
    if (path === undefined) throw cause;
    throw new ConformanceError('usage', `"${path}" leads to no walk of the seed ${seed}`, {
      key: '--path',
      value: path,
      cure: 'repeat it with the target, the selection and the seed with which it was printed',
    });
  });
  const { errorInstance, counterexamplePath, numShrinks } = details;
  if (errorInstance instanceof Disagreeing) {
    const { course: on, roamed, message } = errorInstance;
    found.disagreement = {
      course: on,
      account: roamed.account,
      message,
      path: counterexamplePath ?? '',
      shrunk: numShrinks,
    };
  } else if (details.failed) throw errorInstance ?? new Error('the exploration was not carried out');
  if (silence.reason !== null && !found.cuts.includes(silence.reason)) found.cuts.push(silence.reason);
  return found;
}
