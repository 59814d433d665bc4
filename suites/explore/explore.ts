// Random walks over the flows of a portal; a disagreement is shrunk to the shortest walk that shows it.
import fc from 'fast-check';
import { ConformanceError } from '../../schemas/errors.ts';
import type { Source } from '../flow/source.ts';
import { PortalFault } from '../sut/blame.ts';
import { Silence } from '../sut/silence.ts';
import type { Drive, Sut } from '../sut/sut.ts';
import { type Course, type Move, type Roamed, type RoamSetting, roam } from './roam.ts';

/** What is walked, and how often. */
export interface ExploreOptions extends Omit<RoamSetting, 'controls'> {
  sut: Sut;
  /** The flows to walk, at least one. */
  sources: readonly Source[];
  /** How many walks, from 1. */
  walks: number;
  seed: number;
  /** Where the walk of an earlier exploration with the same seed is found again. */
  path?: string;
}

/** What the walks came to. */
export interface Exploration {
  walks: number;
  accepted: number;
  refused: number;
  /** Why walks could not be gone on with, each reason once. */
  cuts: string[];
  disagreement: { course: Course; account: string[]; message: string; path: string; shrunk: number } | null;
}

/** How many shorter walks are tried: each is an application. */
const SHORTENINGS = 300;
const LONGEST = 24;

const cause: fc.Arbitrary<number | null> = fc.oneof(
  { withCrossShrink: true },
  { weight: 6, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: fc.nat(99) },
);
/** Mostly what is due, so that walks get far; now and then something else. What a walk does not need shrinks to a rest. */
const move: fc.Arbitrary<Move> = fc.oneof(
  { withCrossShrink: true },
  { weight: 1, arbitrary: fc.record({ make: fc.constant('rest') }) },
  { weight: 6, arbitrary: fc.record({ make: fc.constant('due'), cause }) },
  { weight: 3, arbitrary: fc.record({ make: fc.constant('out-of-turn'), pick: fc.nat(99) }) },
  { weight: 1, arbitrary: fc.record({ make: fc.constant('wait'), share: fc.constantFrom(1, 0.5) }) },
);
const moves = fc.array(move, { minLength: 1, maxLength: LONGEST, size: 'max' });

/** A portal that opens no world shows nothing. */
async function walkOnce(
  sut: Sut,
  silence: Silence,
  seed: number,
  walk: (drive: Drive) => Promise<Roamed>,
): Promise<Roamed> {
  try {
    return await walk(await silence.openDrive(sut, 'explore', seed, () => undefined));
  } catch (error) {
    if (!(error instanceof PortalFault)) throw error;
    return { account: [], accepted: 0, refused: 0, disagreement: null, cut: error.message };
  }
}

/** A flow in one of its variants. It is part of what disagrees: through another one a walk would not be shorter. */
function courseThrough(sources: readonly Source[]): fc.Arbitrary<Course> {
  const drawn = fc.tuple(fc.constantFrom(...sources), fc.nat(99));
  return fc.noShrink(
    drawn.map(([source, nth]) => {
      const variants = source.flow.variants ?? [];
      return { source, variant: variants[nth % Math.max(1, variants.length)] ?? null };
    }),
  );
}

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
 * Walks until the number is reached or a disagreement is found. Never throws for what the portal does.
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
    const roamed = await walkOnce(sut, silence, seed, (drive) => roam(drive, on, made, setting));
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
  // A path that does not fit is thrown before there is a promise.
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
