// The one class of errors that the project throws on purpose, and the table of their codes.

/** One code: the exit code of the process, what has happened, and what the user can do about it. */
interface ErrorMeaning {
  /** 2 for a fault in usage or configuration, 4 for a defect of this program. */
  readonly exitCode: 2 | 4;
  readonly meaning: string;
  readonly cure: string;
}

/** Every code, in the order of `docs/errors.md`. */
export const ERROR_CODES = {
  usage: {
    exitCode: 2,
    meaning: 'The command line cannot be understood.',
    cure: 'Run `reglament --help` and correct the option that the message names.',
  },
  'unknown-id': {
    exitCode: 2,
    meaning: 'An id names no regulation, flow, assertion, scenario, mutant, reporter, operation or test person.',
    cure: 'Take one that the message names, or an id from `reglament list`.',
  },
  'empty-selection': {
    exitCode: 2,
    meaning: 'The options together select nothing to judge.',
    cure: 'Loosen the pattern; `reglament list assertions` shows what there is.',
  },
  'file-unreadable': {
    exitCode: 2,
    meaning: 'A file does not exist or may not be read.',
    cure: 'Correct the path, or the permissions of the file.',
  },
  'text-unreadable': {
    exitCode: 2,
    meaning: 'A file that was given to be read is no text of a regulation, or is not in UTF-8.',
    cure: 'Save the act from the legal database as plain text or HTML in UTF-8.',
  },
  'log-unreadable': {
    exitCode: 2,
    meaning: 'A file that was given as an event log is none, is damaged, or lacks a column that its mapping names.',
    cure: 'Export it again, or correct the mapping; `reglament audit --check` says what does not fit.',
  },
  'engine-missing': {
    exitCode: 2,
    meaning: 'The database that an audit is asked to use is not installed, or does not run on this machine.',
    cure: 'Install chdb beside reglament, or audit in memory.',
  },
  'engine-failed': {
    exitCode: 2,
    meaning:
      'A database did not answer a question of an audit to its end, as where a shard of a cluster went away. Nothing is judged then.',
    cure: 'Bring every shard back and audit again.',
  },
  'mapping-inconsistent': {
    exitCode: 2,
    meaning: 'A mapping names something that the regulation does not have, or holds what nobody has confirmed.',
    cure: 'Correct the entry at the line that the message names; docs/audit.md explains each key.',
  },
  'yaml-too-large': {
    exitCode: 2,
    meaning: 'A YAML file is larger than 1 MB.',
    cure: 'Split the file, or move what does not belong to it elsewhere.',
  },
  'yaml-syntax': {
    exitCode: 2,
    meaning: 'A file is not YAML 1.2 in UTF-8, or uses tags outside the core schema.',
    cure: 'Correct the file at the line that the message names.',
  },
  'yaml-duplicate-key': {
    exitCode: 2,
    meaning: 'A key stands twice in one YAML mapping.',
    cure: 'Remove or rename one of the two.',
  },
  'yaml-alias': {
    exitCode: 2,
    meaning:
      'A YAML file uses an anchor or an alias; both are refused, because aliases of aliases can grow without bound.',
    cure: 'Write the value out where it is used.',
  },
  'schema-violation': {
    exitCode: 2,
    meaning: 'A value does not have the shape that its schema asks for.',
    cure: 'Give the value the form that the message names.',
  },
  'unknown-key': {
    exitCode: 2,
    meaning: 'A key is not one that the schema knows.',
    cure: 'Correct the spelling, or remove the key.',
  },
  'regulation-inconsistent': {
    exitCode: 2,
    meaning: 'A transcription refers to something that it does not hold, or reads its printed words wrongly.',
    cure: 'Correct the entry that the message names; a contradiction of the document itself belongs in `errata`.',
  },
  'regulation-unread': {
    exitCode: 2,
    meaning: 'A regulation that was read from a text still has places that are unread or to be confirmed.',
    cure: 'Run `reglament import --review` with the file, and answer what it asks.',
  },
  'baseline-inconsistent': {
    exitCode: 2,
    meaning:
      'A baseline names an assertion twice or one that cannot stand there, or holds an entry that nobody has filled in.',
    cure: 'Correct the entry at the line that the message names; docs/ci.md shows a baseline.',
  },
  'target-unreachable': {
    exitCode: 2,
    meaning: 'The system under test does not answer at its address.',
    cure: 'Start it, or correct the address in the target file; `reglament doctor` tells which.',
  },
  'target-not-speaking': {
    exitCode: 2,
    meaning:
      'Something answers at the address of the system under test, but not in the form that the target file describes.',
    cure: 'Run `reglament doctor` and correct the operation that it names.',
  },
  'browser-missing': {
    exitCode: 2,
    meaning: 'A target file has BROWSER exchanges, and no browser can be started for them.',
    cure: 'Install playwright-core and @sparticuz/chromium, or name a Chromium under `browser`.',
  },
  'target-module': {
    exitCode: 2,
    meaning: 'A target module cannot be loaded, or does not export what drives a portal.',
    cure: 'Mend the module; docs/vendors.md shows one, and `reglament/sut` has its types.',
  },
  'reporter-module': {
    exitCode: 2,
    meaning: 'The module of a reporter cannot be loaded, or does not export one.',
    cure: 'Mend the module; docs/reports.md shows one, and `reglament/reporters` has its types.',
  },
  'target-inconsistent': {
    exitCode: 2,
    meaning: 'A target file names something that is not there, or holds an expression that cannot be read.',
    cure: 'Correct the entry at the line that the message names; docs/targets.md explains each key.',
  },
  'target-secret': {
    exitCode: 2,
    meaning: 'A target file holds a secret in clear text, or points to one that is not there.',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the words of the file
    cure: 'Write ${ENV:NAME} or ${FILE:path}, and set the variable or make the file.',
  },
  'target-untrusted': {
    exitCode: 2,
    meaning:
      'A target file would read a variable or a file, or start a program, of which nothing shows that it is for its portal.',
    cure: 'If the file is yours, or you have read it, name the variables with --env NAME,NAME or give --trust.',
  },
  'target-not-for-tests': {
    exitCode: 2,
    meaning: 'Applications would be sent to a system that the target file does not mark as a test system.',
    cure: 'Use a test system and mark it with `testSystem: true`; `reglament doctor` only reads.',
  },
  'budget-too-small': {
    exitCode: 2,
    meaning: 'A run would open more requests than the target file allows.',
    cure: 'Raise `limits.applications`, or narrow the run with --regulation, --flow or --assertion.',
  },
  'port-in-use': {
    exitCode: 2,
    meaning: 'The port that the simulator should listen on is taken.',
    cure: 'Give another one with --port, or 0 for any free one.',
  },
  'store-unusable': {
    exitCode: 2,
    meaning:
      'The file in which the simulator should keep its worlds cannot be used: it is open elsewhere, damaged, of another version, seed or set of regulations, or the package better-sqlite3 is missing or not built.',
    cure: 'Do what the message says, or give another file with --store.',
  },
  'output-unwritable': {
    exitCode: 2,
    meaning: 'The folder or file for the output cannot be written.',
    cure: 'Give another folder with --out, or correct its permissions.',
  },
  'journal-broken': {
    exitCode: 2,
    meaning: 'A journal was cut, edited or written by something else: its hashes do not follow on from one another.',
    cure: 'Restore the journal from its source, or run again.',
  },
  'pack-broken': {
    exitCode: 2,
    meaning: 'A file is no evidence pack, or not as `reglament pack` wrote it. Nothing in it is believed.',
    cure: 'Have it sent again by whoever packed the run, or verify the folder of the run itself.',
  },
  'journal-version': {
    exitCode: 2,
    meaning: 'A journal was written by an older version, whose events have another shape.',
    cure: 'Read it with the version that the message names, or run again.',
  },
  'key-unusable': {
    exitCode: 2,
    meaning: 'A key or certificate with which a run is to be signed, or its signature checked, cannot be used.',
    cure: 'Give a private key in PEM (RSA, ECDSA or Ed25519) and its own certificate; REGLAMENT_KEY_PASSPHRASE opens an encrypted key.',
  },
  'time-stamp': {
    exitCode: 2,
    meaning: 'A time-stamping authority gives no time stamp that can be used.',
    cure: 'Correct the address after --tsa, or sign without one.',
  },
  'parts-apart': {
    exitCode: 2,
    meaning: 'Folders are to be merged that are not all the parts of one run.',
    cure: 'Name each part of the run once; all have the same target, seed, nonce and options.',
  },
  'not-resumable': {
    exitCode: 2,
    meaning:
      'A run cannot be resumed: nothing of it is open, or it was of another target, another suite or other regulations.',
    cure: 'Do what the message says, or run again into another folder.',
  },
  'folder-locked': {
    exitCode: 2,
    meaning: 'Another run writes into the folder, or one on another machine did when it was last seen.',
    cure: 'Wait for it; where it is known to be over, give --break-lock.',
  },
  internal: {
    exitCode: 4,
    meaning: 'A defect of this project.',
    cure: 'Report it with the message and the journal.',
  },
} as const satisfies Record<string, ErrorMeaning>;

/** A code that a {@link ConformanceError} can have. */
export type ErrorCode = keyof typeof ERROR_CODES;

/** Where the fault is, which value was found there, and what to do about it. Line and column count from 1. */
export interface ErrorDetails {
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  readonly key?: string;
  readonly value?: unknown;
  readonly cure?: string;
}

/** An error in what the user gave to the program, or in the program itself, never in the portal. Its message is one line. */
export class ConformanceError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  /** @param problem what is wrong, without place and cure: the message adds both from `details` */
  constructor(code: ErrorCode, problem: string, details: ErrorDetails = {}, options?: ErrorOptions) {
    super(composeMessage(problem, details), options);
    this.name = 'ConformanceError';
    this.code = code;
    this.details = details;
  }

  /** The exit code of a process that ends with this error. */
  get exitCode(): 2 | 4 {
    return ERROR_CODES[this.code].exitCode;
  }
}

function composeMessage(problem: string, { file, line, column, key, cure }: ErrorDetails): string {
  const position = line === undefined ? '' : `:${line}${column === undefined ? '' : `:${column}`}`;
  const place = [file === undefined ? '' : `${file}${position}`, key ?? ''].filter((part) => part !== '').join(' ');
  const text = `${place === '' ? '' : `${place}: `}${problem}${cure === undefined ? '' : `; ${cure}`}`;
  return text.replace(/\s+/gu, ' ').trim();
}
