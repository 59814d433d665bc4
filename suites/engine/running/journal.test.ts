// Tests that a journal is whole or says where it is not: cut, edited, shortened, reordered.
import { createHash } from 'node:crypto';
import fs, { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { foldReport } from '../../../schemas/run/fold.ts';
import type { RunEvent } from '../../../schemas/run/report.ts';
import { type Journal, openJournal, readJournal, resumeJournal } from './journal.ts';

const AT = '2026-11-26T10:00:00.000Z';
const STARTED: RunEvent = {
  type: 'run-started',
  at: AT,
  tool: 'test',
  target: 't',
  portal: 'p',
  seed: 1,
  nonce: null,
  convention: 'next-day',
  requireFull: false,
  regulations: [],
  digests: { regulations: {}, suite: '' },
  assertions: [],
  scenarios: [],
};
const EVENTS: RunEvent[] = [
  STARTED,
  { type: 'warning', at: AT, code: 'a', message: 'Қазақша хабарлама' },
  // The last letter stands for what could not be read, and several wrong bytes are read as it.
  { type: 'warning', at: AT, code: 'c', message: 'екінші \ufffd' },
  { type: 'run-finished', at: AT, stopped: 'тоқтатылды' },
];
let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reglament-journal-'));
  path = join(folder, 'journal.ndjson');
  const journal = openJournal(path);
  for (const event of EVENTS) journal.write(event);
  journal.close();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What one pass over a journal gives. */
const pass = (file: string) => {
  const journal = readJournal(file);
  return { events: [...journal], tail: journal.tail, isSealed: journal.isSealed };
};
const lines = () => readFileSync(path, 'utf8').trimEnd().split('\n');
const rewrite = (changed: readonly string[]) => writeFileSync(path, `${changed.join('\n')}\n`);
const broken = (line: number, why: RegExp) =>
  expect.objectContaining({
    code: 'journal-broken',
    exitCode: 2,
    details: expect.objectContaining({ file: path, line }),
    message: expect.stringMatching(why),
  });
const failure = (): unknown => {
  try {
    return [...readJournal(path)];
  } catch (error) {
    return error;
  }
};

it('says of a journal of an older version by which it was written, and never that it was edited', () => {
  const first = JSON.parse(lines()[0] ?? '{}');
  const older = { ...STARTED, tool: 'reglament 0.0.9', assertions: [{ id: 'a/b/c/d', title: 'An old title' }] };
  rewrite([JSON.stringify({ ...first, event: older }), ...lines().slice(1)]);
  expect(() => pass(path)).toThrow(
    expect.objectContaining({ code: 'journal-version', message: expect.stringContaining('reglament 0.0.9') }),
  );
});

describe('a whole journal', () => {
  it('gives back its events', () => {
    expect(pass(path)).toEqual({ events: EVENTS, tail: null, isSealed: true });
  });

  it('holds one event a line, each with its place and the hash of the line before', () => {
    const read = lines().map((line) => JSON.parse(line));
    expect(read.map(({ seq }) => seq)).toEqual([0, 1, 2, 3, 4]);
    expect(read[0].prev).toBe('0'.repeat(64));
    expect(new Set(read.map(({ prev }) => prev)).size).toBe(5);
    const before = lines().slice(0, -1);
    const digest = createHash('sha256')
      .update(before.map((line) => `${line}\n`).join(''))
      .digest('hex');
    expect(read[4].seal).toEqual({ events: 4, digest, content: expect.stringMatching(/^[0-9a-f]{64}$/u) });
  });

  it('has every line on disk when it is written, before it is closed', () => {
    const other = join(folder, 'other.ndjson');
    const journal = openJournal(other);
    EVENTS.forEach((event, i) => {
      journal.write(event);
      // The end counts from its seal on, which is written with it.
      expect(pass(other).events).toHaveLength(i + 1);
    });
    for (const event of EVENTS) expect(() => journal.write(event)).toThrow(TypeError);
    expect(pass(other).events).toHaveLength(EVENTS.length);
    journal.close();
  });

  it('can be gone through again, and is checked again', () => {
    const journal = readJournal(path);
    expect([...journal]).toEqual([...journal]);
    rewrite(lines().filter((_, i) => i !== 1));
    expect(() => [...journal]).toThrow(expect.objectContaining({ code: 'journal-broken' }));
  });

  it('is read whatever the length of its lines, at every place where a piece of the file may end', () => {
    const events = [0, 1, 2, 3, 4, 5, 40_000].map(
      (more): RunEvent => ({
        type: 'warning',
        at: AT,
        code: 'a',
        message: 'ү'.repeat(32_700 + more),
      }),
    );
    const long = join(folder, 'long.ndjson');
    const journal = openJournal(long);
    for (const event of [STARTED, ...events]) journal.write(event);
    journal.close();
    expect(pass(long)).toEqual({ events: [STARTED, ...events], tail: null, isSealed: false });
  });

  it('may be empty', () => {
    writeFileSync(path, '');
    expect(pass(path)).toEqual({ events: [], tail: null, isSealed: false });
  });
});

describe('a journal that was cut off', () => {
  it('is read up to its last whole line, wherever it was cut', () => {
    const bytes = readFileSync(path);
    for (let end = 0; end <= bytes.length; end += 1) {
      writeFileSync(path, bytes.subarray(0, end));
      const { events, tail, isSealed } = pass(path);
      const whole = bytes.subarray(0, end).filter((byte) => byte === 0x0a).length;
      // Without its seal the end of the run is not believed.
      const known = EVENTS.slice(0, whole === EVENTS.length ? whole - 1 : whole);
      expect(events, `cut after ${end} bytes`).toEqual(known);
      expect(isSealed).toBe(whole > EVENTS.length);
      if (end === 0 || bytes[end - 1] === 0x0a) expect(tail).toBeNull();
      else expect(tail).toMatch(/^the last line is cut off after \d+ characters$/u);
      if (whole === 0) continue;
      const { stopped } = foldReport(events);
      expect(stopped).toBe(whole <= EVENTS.length ? 'the journal ends before the run did' : 'тоқтатылды');
    }
  });
});

describe('a journal that goes on', () => {
  const RESUMED: RunEvent = { type: 'run-resumed', at: AT, tool: 'test', host: 'h' };
  const goOn = () => {
    const before: RunEvent[] = [];
    const { journal, taken } = resumeJournal(path, (event) => before.push(event));
    for (const event of [RESUMED, ...EVENTS.slice(2)]) journal.write(event);
    journal.close();
    return { before, taken };
  };

  it('does so wherever it was cut, and is whole afterwards', () => {
    const bytes = readFileSync(path);
    const first = bytes.indexOf('\n') + 1;
    for (let end = first; end <= bytes.length; end += 7) {
      writeFileSync(path, bytes.subarray(0, end));
      const { before, taken } = goOn();
      const known = pass(path);
      expect(known.isSealed, `cut after ${end} bytes`).toBe(true);
      expect(known.events).toEqual([...before, RESUMED, ...EVENTS.slice(2)]);
      // The end of a run without its seal is taken away too, though its line is whole.
      const lost = bytes.subarray(0, end).filter((byte) => byte === 0x0a).length - before.length;
      expect(taken === null).toBe(end === bytes.length || (bytes[end - 1] === 0x0a && lost === 0));
    }
  });

  it('keeps the seal of its first part, and the chain over it', () => {
    const before = lines();
    goOn();
    expect(lines().slice(0, before.length)).toEqual(before);
    rewrite(lines().map((line, i) => (i === 1 ? line.replace('"a"', '"b"') : line)));
    expect(failure()).toEqual(broken(3, /hash of the line before does not agree/u));
  });

  it('is refused where nothing is left open, or another line comes after the seal', () => {
    const ended = join(folder, 'ended.ndjson');
    const journal = openJournal(ended);
    for (const event of [STARTED, { ...EVENTS[3], stopped: null } as RunEvent]) journal.write(event);
    journal.close();
    const whole = readFileSync(ended, 'utf8');
    expect(() => resumeJournal(ended, () => undefined)).toThrow(expect.objectContaining({ code: 'not-resumable' }));
    expect(readFileSync(ended, 'utf8')).toBe(whole);
  });
});

describe('a journal that was changed', () => {
  it('tells an edited line by the line after it', () => {
    rewrite(lines().map((line, i) => (i === 1 ? line.replace('"a"', '"b"') : line)));
    expect(failure()).toEqual(broken(3, /hash of the line before does not agree/u));
  });

  it('tells a single changed space', () => {
    rewrite(lines().map((line, i) => (i === 0 ? line.replace('{', '{ ') : line)));
    expect(failure()).toEqual(broken(2, /hash/u));
  });

  it('tells an edited end by its seal, and an end without one by its lack', () => {
    const all = lines();
    const edited = all.map((line, i) => (i === 3 ? line.replace('тоқтатылды', 'аяқталды') : line));
    rewrite(edited);
    expect(failure()).toEqual(broken(5, /hash/u));
    rewrite(edited.slice(0, -1));
    expect(pass(path)).toEqual({ events: EVENTS.slice(0, -1), tail: null, isSealed: false });
    const { outcome, stopped } = foldReport(pass(path).events);
    expect([outcome, stopped]).toEqual(['incomplete', 'the journal ends before the run did']);
  });

  it('tells what comes after the seal, after an end that is not sealed, and a seal without an end', () => {
    const [a = '', b = '', c = '', d = '', seal = ''] = lines();
    rewrite([a, b, c, d, seal, seal]);
    expect(failure()).toEqual(broken(6, /after the seal/u));
    rewrite([a, b, c, d, seal.replace(/"seal":.*/u, `"event":${JSON.stringify(EVENTS[0])}}`)]);
    expect(failure()).toEqual(broken(5, /after the end/u));
    rewrite([a, b, c, seal]);
    expect(failure()).toMatchObject({ code: 'journal-broken' });
    rewrite([JSON.stringify({ seq: 0, prev: '0'.repeat(64), seal: { events: 0, digest: '' } })]);
    expect(failure()).toEqual(broken(1, /before the end/u));
  });

  it.each([0, 1, 2, 3])('tells the removed line %i', (gone) => {
    rewrite(lines().filter((_, i) => i !== gone));
    expect(failure()).toEqual(broken(gone + 1, /missing or out of place/u));
  });

  it('tells swapped lines, a repeated line and an inserted one', () => {
    const [a = '', b = '', c = '', d = ''] = lines();
    for (const changed of [
      [a, c, b, d],
      [a, b, b, c, d],
      [a, b, JSON.stringify({ seq: 2, prev: 'x', event: EVENTS[0] }), c, d],
    ]) {
      rewrite(changed);
      expect(failure()).toMatchObject({ code: 'journal-broken' });
    }
  });

  it('tells a line whose numbers were put right and whose hash was not', () => {
    const [a = '', , c = '', d = ''] = lines();
    rewrite([a, c.replace('"seq":2', '"seq":1'), d.replace('"seq":3', '"seq":2')]);
    expect(failure()).toEqual(broken(2, /hash/u));
  });

  it.each([
    ['no JSON', '{', /no JSON/u],
    ['no object', '7', /missing or out of place/u],
    ['an empty line', '', /no JSON/u],
  ])('tells %s in the middle', (_, text, why) => {
    rewrite(lines().map((line, i) => (i === 1 ? text : line)));
    expect(failure()).toEqual(broken(2, why));
  });

  it('tells a line of the chain that is no event of a run', () => {
    rewrite([JSON.stringify({ seq: 0, prev: '0'.repeat(64), event: { type: 'party', at: 'noon' } })]);
    expect(failure()).toEqual(broken(1, /no event of a run/u));
  });

  it('tells which version wrote a beginning that this one does not know', () => {
    const event = { type: 'run-started', tool: 'reglament 0.0.9', seeds: [] };
    rewrite([JSON.stringify({ seq: 0, prev: '0'.repeat(64), event })]);
    expect(failure()).toEqual(broken(1, /it is of reglament 0\.0\.9/u));
    expect(failure()).toMatchObject({ details: { cure: expect.stringContaining('npx reglament@0.0.9 report') } });
  });
});

/** Starts a journal with its first event. */
function begin(place: string, onRemoved?: () => void): Journal {
  const journal = openJournal(place, onRemoved);
  journal.write(STARTED);
  return journal;
}

/** Puts something else in the place of a function of the file system, while something is done. */
function withOther<K extends 'fsyncSync' | 'writeSync'>(name: K, other: (typeof fs)[K], act: () => void): void {
  const own = fs[name];
  fs[name] = other;
  syncBuiltinESMExports();
  try {
    act();
  } finally {
    fs[name] = own;
    syncBuiltinESMExports();
  }
}

describe('a journal whose disk or folder fails', () => {
  const other = () => join(folder, 'out', 'other.ndjson');
  beforeEach(() => mkdirSync(join(folder, 'out')));

  it('has its first event and its name on the disk before anything else is done', () => {
    const kept: boolean[] = [];
    withOther(
      'fsyncSync',
      (file) => void kept.push(fs.fstatSync(file).isDirectory(), readFileSync(other(), 'utf8').endsWith('\n')),
      () => begin(other()).close(),
    );
    expect(kept).toEqual([false, true, true, true]);
  });

  it('takes nothing of a line for which there is no room, and says where', () => {
    const journal = begin(other());
    const before = readFileSync(other());
    const { writeSync } = fs;
    let isFull = false;
    const full = (...[file, bytes, from]: Parameters<typeof writeSync>) => {
      if (isFull) throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
      isFull = true;
      return writeSync(file, Object(bytes), Number(from), 7, before.length);
    };
    withOther('writeSync', full as typeof writeSync, () =>
      expect(() => journal.write({ type: 'scenario-started', at: AT, scenario: 'a' })).toThrow(
        expect.objectContaining({
          code: 'output-unwritable',
          message: expect.stringMatching(/other\.ndjson --out: the journal cannot be written: ENOSPC.*make room/u),
        }),
      ),
    );
    journal.close();
    expect(isFull).toBe(true);
    expect(readFileSync(other())).toEqual(before);
  });

  it('writes on where a disk takes a line in pieces', () => {
    const { writeSync } = fs;
    const slowly = (file: number, bytes: unknown, from: unknown, _: unknown, place: unknown) =>
      writeSync(file, Object(bytes), Number(from), 1, Number(place));
    withOther('writeSync', slowly as typeof writeSync, () => begin(other()).close());
    expect(pass(other())).toEqual({ events: [STARTED], tail: null, isSealed: false });
  });

  it('is written again, with all that was in it, where its folder is removed', () => {
    let removed = 0;
    const journal = begin(other(), () => {
      removed += 1;
    });
    for (const event of EVENTS.slice(1)) {
      rmSync(join(folder, 'out'), { recursive: true, force: true });
      journal.write(event);
    }
    journal.close();
    expect(removed).toBe(1);
    expect(pass(other())).toEqual({ events: EVENTS, tail: null, isSealed: true });
  });

  it('takes no place where another file stands now', () => {
    const journal = begin(other());
    rmSync(other());
    writeFileSync(other(), 'mine');
    expect(() => journal.write({ type: 'scenario-started', at: AT, scenario: 'a' })).toThrow(/was removed and cannot/u);
    journal.close();
    expect(readFileSync(other(), 'utf8')).toBe('mine');
  });

  it.each([
    ['empty', ''],
    ['cut off in its first line', '{"seq":0,"prev"'],
  ])('gives way where it is %s: whoever wrote it was killed before anything was sent', (_, text) => {
    writeFileSync(other(), text);
    begin(other()).close();
    expect(pass(other()).events).toEqual([STARTED]);
  });
});

describe('a journal that cannot be', () => {
  it('is never written over another', () => {
    const before = readFileSync(path);
    expect(() => begin(path)).toThrow(expect.objectContaining({ code: 'output-unwritable', exitCode: 2 }));
    expect(readFileSync(path)).toEqual(before);
  });

  it('is not started in a folder that is missing, a file, or may not be written', () => {
    const closed = join(folder, 'closed');
    mkdirSync(closed);
    chmodSync(closed, 0o500);
    const places = [
      join(folder, 'none', 'j'),
      join(path, 'j'),
      ...(process.getuid?.() === 0 ? [] : [join(closed, 'j')]),
    ];
    for (const place of places) {
      expect(() => begin(place)).toThrow(
        expect.objectContaining({ code: 'output-unwritable', message: expect.stringContaining(place) }),
      );
      expect(existsSync(place)).toBe(false);
    }
  });

  it('is not read where there is none', () => {
    const none = join(folder, 'none');
    expect(() => pass(none)).toThrow(
      expect.objectContaining({ code: 'file-unreadable', details: expect.objectContaining({ file: none }) }),
    );
    expect(() => pass(folder)).toThrow(expect.objectContaining({ code: 'file-unreadable' }));
  });
});

describe('no change is missed', () => {
  const isWhole = (bytes: Buffer): boolean => {
    writeFileSync(path, bytes);
    try {
      const { tail, isSealed } = pass(path);
      return tail === null && isSealed === true;
    } catch (error) {
      expect(error).toMatchObject({ code: 'journal-broken' });
      return false;
    }
  };

  it('of any byte, the last line and its end included', () => {
    const before = readFileSync(path);
    expect(isWhole(before)).toBe(true);
    const unread = before.indexOf(Buffer.from('\ufffd'));
    fc.assert(
      fc.property(fc.nat(before.length - 1), fc.integer({ min: 1, max: 255 }), (at, turned) => {
        const changed = Buffer.from(before);
        changed[at] = (changed[at] ?? 0) ^ turned;
        expect(isWhole(changed)).toBe(false);
      }),
      // The second begins another letter, of which too little is there, and which is read as the first is.
      {
        numRuns: 500,
        examples: [
          [before.length - 1, 1],
          [unread, 0xef ^ 0xf0],
        ],
      },
    );
  });

  it('of any byte that is taken out or put in, after the last newline too', () => {
    const before = readFileSync(path);
    const places = fc.integer({ min: 0, max: before.length });
    fc.assert(
      fc.property(places, fc.uint8Array({ minLength: 1, maxLength: 3 }), fc.boolean(), (at, bytes, isPutIn) => {
        const rest = before.subarray(isPutIn ? at : at + 1);
        const changed = Buffer.concat([before.subarray(0, at), isPutIn ? bytes : Buffer.of(), rest]);
        if (!changed.equals(before)) expect(isWhole(changed)).toBe(false);
      }),
      // A newline more, and a blank in the last line, which JSON does not see.
      {
        numRuns: 300,
        examples: [
          [before.length, Uint8Array.of(0x0a), true],
          [before.length - 2, Uint8Array.of(0x20), true],
        ],
      },
    );
  });

  it('of any line that is taken out, doubled or moved', () => {
    const before = lines();
    const at = fc.integer({ min: 0, max: before.length - 1 });
    fc.assert(
      fc.property(at, at, fc.constantFrom('out', 'double', 'move'), (from, to, how) => {
        const rest = before.toSpliced(from, how === 'double' ? 0 : 1);
        const changed = how === 'out' ? rest : rest.toSpliced(to, 0, before[from] ?? '');
        if (changed.join() === before.join()) return;
        expect(isWhole(Buffer.from(`${changed.join('\n')}\n`))).toBe(false);
      }),
    );
  });
});
