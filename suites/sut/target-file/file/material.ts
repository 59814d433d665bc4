// Finds the pairs of certificate and key that a folder holds, so that a target file need not name each.
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Target } from '../../../../schemas/target/target.ts';
import type { Segment } from '../../../../schemas/violation.ts';
import type { Problem } from './secrets.ts';

type Pairs = Exclude<NonNullable<Target['certificates']>, string>;

/**
 * The target with the pairs of its folders by their names.
 * @param isKnown whether a pair may have that name; others in the folder are for something else
 */
export function withPairs(
  target: Target,
  from: string,
  isKnown: (name: string) => boolean,
): { target: Target; problems: Problem[] } {
  const problems: Problem[] = [];
  const expand = <T extends { certificates?: string | Pairs }>(part: T, path: Segment[]): T => {
    const { certificates } = part;
    if (typeof certificates !== 'string') return part;
    const pairs = pairsIn(certificates, resolve(from, certificates), isKnown);
    if (Object.keys(pairs).length === 0) {
      const problem = `the folder ${certificates} holds no pair such as good.pem and good.key`;
      problems.push({ path: [...path, 'certificates'], value: certificates, problem, cure: 'correct the path' });
    }
    return { ...part, certificates: pairs };
  };
  const { flows } = target;
  const own = Array.isArray(flows)
    ? flows
    : Object.fromEntries(Object.entries(flows).map(([id, flow]) => [id, expand(flow, ['flows', id])]));
  return { target: { ...expand(target, []), flows: own }, problems };
}

function pairsIn(written: string, folder: string, isKnown: (name: string) => boolean): Pairs {
  const files = filesIn(folder);
  const names = files.flatMap((file) => (file.endsWith('.pem') ? [file.slice(0, -'.pem'.length)] : []));
  const whole = names.filter((name) => isKnown(name) && files.includes(`${name}.key`));
  const pathOf = (file: string) => join(written, file);
  return Object.fromEntries(
    whole.sort().map((name) => [name, { certificate: pathOf(`${name}.pem`), key: pathOf(`${name}.key`) }]),
  );
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
