// What is in an evidence pack: a run, what it rests on, and a list of it all. Made of a folder, and opened again elsewhere.
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { REPORTERS } from '../../reporters/registry.ts';
import { ConformanceError } from '../../schemas/errors.ts';
import { fixturePath } from '../../schemas/fixture.ts';
import { loadRegulation, loadRegulations } from '../../schemas/load.ts';
import type { Regulation } from '../../schemas/regulation.ts';
import type { RunEvent } from '../../schemas/run/report.ts';
import { visibleJson } from '../../schemas/run/visible-json.ts';
import { SIGNED } from '../../suites/engine/running/attestation.ts';
import { knownRegulations, REGULATIONS_FOLDER, tool } from '../workspace.ts';
import { brokenPack, MOST_BYTES, type PackedFile, readArchive } from './archive.ts';

const LIST = 'pack.json';
const JOURNAL = 'journal.ndjson';
const CALENDAR = 'calendars/kz.yaml';
/** The files of the folder of a run that are packed where they are there. */
const OF_RUN = [JOURNAL, ...Object.values(REPORTERS).flatMap(({ file }) => file ?? []), ...Object.values(SIGNED)];

type Beginning = Extract<RunEvent, { type: 'run-started' }>;

/** The files of the pack of a folder, and the names of what lies there and is not packed. */
export function filesFor(dir: string, begun: Beginning): { files: PackedFile[]; left: string[] } {
  const folder = fixturePath(REGULATIONS_FOLDER);
  const regulations = readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => ({ path: join(folder, name), id: loadRegulation(join(folder, name)).id }))
    .filter(({ id }) => Object.hasOwn(begun.digests.regulations, id))
    .map(({ path, id }) => ({ name: `${REGULATIONS_FOLDER}/${id}.yaml`, bytes: readFileSync(path) }));
  const ofRun = OF_RUN.filter((name) => existsSync(join(dir, name))).map((name) => ({
    name,
    bytes: readFileSync(join(dir, name)),
  }));
  const content = sorted([...ofRun, ...regulations, { name: CALENDAR, bytes: readFileSync(fixturePath(CALENDAR)) }]);
  const list = { name: LIST, bytes: Buffer.from(listOf(begun, content)) };
  return {
    files: [list, ...content],
    left: readdirSync(dir)
      .filter((name) => !OF_RUN.includes(name))
      .toSorted(),
  };
}

const sorted = (files: readonly PackedFile[]) => files.toSorted((a, b) => (a.name < b.name ? -1 : 1));

/** The list of a pack: by which suite the run was made, what it rests on, and every file with its digest. */
function listOf({ tool: made, digests }: Beginning, files: readonly PackedFile[]): string {
  const listed = files.map(({ name, bytes }) => ({
    name,
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  }));
  return `${visibleJson({ format: 'reglament-pack/1', tool: made, digests, files: listed }, 2)}\n`;
}

/** A pack laid out in a folder of its own. */
export interface OpenPack {
  readonly dir: string;
  /** The regulations of the pack, and not those of this version. */
  readonly regulations: readonly Regulation[];
  /** Why the list of the pack is not that of its files, as a sentence; null where it is. */
  whyUnlisted(begun: Beginning): string | null;
  /** In what this version is another one than that of the pack, in sentences. */
  differences(begun: Beginning): string[];
  /** Removes the folder. */
  close(): void;
}

/**
 * Opens a pack. @throws ConformanceError `pack-broken` for whatever `reglament pack` has not written, `file-unreadable`
 */
export function openPack(file: string): OpenPack {
  const files = readArchive(readWhole(file), file);
  const content = files.filter(({ name }) => name !== LIST);
  const list = files.find(({ name }) => name === LIST);
  const odd = content.find(
    ({ name }) => !OF_RUN.includes(name) && name !== CALENDAR && dirname(name) !== REGULATIONS_FOLDER,
  );
  if (odd !== undefined) throw brokenPack(file, `no pack has a file with the name "${odd.name}"`);
  const missing = [LIST, JOURNAL, CALENDAR].find((name) => files.every((one) => one.name !== name));
  if (list === undefined || missing !== undefined) throw brokenPack(file, `it has no ${missing}`);
  const dir = mkdtempSync(join(tmpdir(), 'reglament-pack-'));
  const close = () => rmSync(dir, { recursive: true, force: true });
  try {
    mkdirSync(join(dir, REGULATIONS_FOLDER));
    mkdirSync(join(dir, dirname(CALENDAR)));
    for (const { name, bytes } of files) writeFileSync(join(dir, name), bytes, { flag: 'wx' });
    const regulations = loadRegulations(join(dir, REGULATIONS_FOLDER));
    return {
      ...{ dir, regulations, close },
      whyUnlisted(begun) {
        const isSame = Buffer.compare(list.bytes, Buffer.from(listOf(begun, sorted(content)))) === 0;
        return isSame ? null : `${LIST} does not follow from the files beside it`;
      },
      differences: (begun) => differences(begun, regulations, join(dir, CALENDAR)),
    };
  } catch (error) {
    close();
    if (!(error instanceof ConformanceError)) throw error;
    throw brokenPack(file, `a file of it cannot be read here: ${error.message.replaceAll(`${dir}/`, '')}`, error);
  }
}

function readWhole(file: string): Uint8Array {
  try {
    const { size } = statSync(file);
    if (size > MOST_BYTES) throw brokenPack(file, `it has ${size} bytes, and no more than ${MOST_BYTES} are read`);
    return readFileSync(file);
  } catch (cause) {
    if (cause instanceof ConformanceError) throw cause;
    const why = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown reason';
    throw new ConformanceError('file-unreadable', `it cannot be read (${why})`, { file }, { cause });
  }
}

function differences(begun: Beginning, packed: readonly Regulation[], calendar: string): string[] {
  const known = new Map(knownRegulations().map((regulation) => [regulation.id, JSON.stringify(regulation)]));
  const others = packed.filter((regulation) => known.get(regulation.id) !== JSON.stringify(regulation));
  const isCalendarOther = !readFileSync(calendar).equals(readFileSync(fixturePath(CALENDAR)));
  return [
    ...(begun.tool === tool() ? [] : [`it was made by ${begun.tool}, and this is ${tool()}`]),
    ...others.map(
      ({ id }) => `the regulation ${id} is not as this version has it; it was checked by the one in the pack`,
    ),
    ...(isCalendarOther ? ['the calendar in the pack is not the one that this version has'] : []),
  ];
}
