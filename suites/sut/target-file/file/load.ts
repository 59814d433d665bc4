// Loads a target file: checks its shape and its agreement with the regulations, and reads the secrets and keys that it points to.
import { dirname } from 'node:path';
import type { Regulation } from '../../../../schemas/regulation.ts';
import type { Roster } from '../../../../schemas/target/driver.ts';
import { claimedFlows, Target } from '../../../../schemas/target/target.ts';
import { type Segment, writePath } from '../../../../schemas/violation.ts';
import type { OwnTls } from '../browser/tunnel.ts';
import type { MessageSignature } from '../message/message-signature.ts';
import { namesIn } from '../message/template.ts';
import { certificateNames, checkTarget } from './check.ts';
import { checkSignature } from './check-signature.ts';
import { withCounterparties } from './counterparties.ts';
import { type FlowTarget, placeFor, targetFor } from './flows.ts';
import { withPairs } from './material.ts';
import { type OwnFile, readOwnFile } from './own-file.ts';
import type { Environment, Grants } from './rights.ts';
import { rosterOf } from './roster.ts';

/** A target that is checked and ready to be driven, as it is for one flow; that is the first of them if no other was asked for. */
export interface LoadedTarget {
  target: FlowTarget;
  /** The test persons. Where their texts have variables, these are known once a world is open. */
  roster: Roster;
  /** The values from the environment and from files that may never be shown. */
  secrets: string[];
  tls: OwnTls;
  /** The key that messages are signed with; null where they are not signed. */
  signature: MessageSignature | null;
  /** The place of a part of `target` in the file, as `file:line:column key`. */
  where(part: object, key?: string): string;
  /** The same target as it is for another flow. */
  of(flow: string): LoadedTarget;
}

/**
 * Loads and checks a target file.
 * @param environment the variables that `${ENV:NAME}` refers to
 * @param grants what it may read besides its own
 * @throws ConformanceError `target-inconsistent`, `target-secret`, `target-untrusted`, and whatever `loadYaml` throws
 */
export function loadTarget(
  file: string,
  regulations: readonly Regulation[],
  environment: Environment = process.env,
  grants: Grants = {},
): LoadedTarget {
  const own = readOwnFile(file, Target, environment, grants, { links: true });
  const { value: written, secrets, locate, refuse, read, pair, rights } = own;
  const value = grants.counterparties === undefined ? written : withCounterparties(written, grants.counterparties);
  const { browser } = value;
  const whyNot = browser === undefined ? null : rights.whyNotProgram(browser);
  refuse('target-untrusted', whyNot === null ? [] : [{ path: ['browser'], value: browser, ...whyNot }]);
  const known = certificateNames({ staff: Object.assign({}, ...partsOf(value).map(({ staff }) => staff)) });
  const { target, problems } = withPairs(value, dirname(file), (name) => known.includes(name));
  refuse('target-inconsistent', problems);
  const flows = claimedFlows(target);
  for (const flow of Array.isArray(target.flows) ? flows.slice(0, 1) : flows) {
    const found = checkTarget(targetFor(target, flow), regulations);
    refuse(
      'target-inconsistent',
      found.map((problem) => ({ ...problem, path: placeFor(target, flow, problem.path) })),
    );
  }
  const { messageSignature } = target;
  const signature = messageSignature && {
    ...pair(['messageSignature'], messageSignature),
    answers: messageSignature.answers?.map((name, at) => read(['messageSignature', 'answers', at], name)) ?? null,
  };
  if (signature !== undefined) refuse('target-inconsistent', checkSignature(signature));
  // A text with variables is no path, but what openWorld makes.
  const rosterFor = (flow: string, one: FlowTarget): Roster => {
    const material: OwnFile<unknown>['read'] = (path, text) =>
      namesIn(text).length > 0 ? text : read(placeFor(target, flow, path), text);
    return rosterOf(one, {
      read: material,
      pair: (path, { certificate, key }) => ({
        certificatePem: material([...path, 'certificate'], certificate),
        privateKeyPem: material([...path, 'key'], key),
      }),
    });
  };
  const paths = pathsOf(target);
  const common = {
    secrets,
    tls: {
      ca: target.extraCa === undefined ? null : read(['extraCa'], target.extraCa),
      certificate:
        target.clientCertificate === undefined ? null : pair(['clientCertificate'], target.clientCertificate),
    },
    signature: signature ?? null,
    where(part: object, key?: string) {
      const path = [...(paths.get(part) ?? []), ...(key === undefined ? [] : [key])];
      const { line, col } = locate(path);
      return `${file}:${line}:${col} ${writePath(path)}`;
    },
  };
  const loaded = new Map<string, LoadedTarget>();
  const of = (flow: string): LoadedTarget => {
    const found = loaded.get(flow);
    if (found === undefined) throw new TypeError(`the target claims no flow ${flow}`);
    return found;
  };
  for (const flow of flows) {
    const one = targetFor(target, flow);
    loaded.set(flow, { ...common, target: one, roster: rosterFor(flow, one), of });
  }
  return of(flows[0] ?? '');
}

/** The target and what it says below each flow. */
const partsOf = (target: Target) => [target, ...(Array.isArray(target.flows) ? [] : Object.values(target.flows))];

function pathsOf(target: Target): WeakMap<object, Segment[]> {
  const paths = new WeakMap<object, Segment[]>();
  const go = (value: unknown, path: Segment[]) => {
    if (typeof value !== 'object' || value === null) return;
    paths.set(value, path);
    for (const [key, inner] of Object.entries(value)) go(inner, [...path, Array.isArray(value) ? Number(key) : key]);
  };
  go(target, []);
  return paths;
}
