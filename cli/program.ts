// Defines the commands and options of the command line, and loads the code of a command only when it is called, so that it starts fast.
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { REPORTERS } from '../reporters/registry.ts';
import { unlessStarved } from '../schemas/starved.ts';
import { version } from './version.ts';

const whole =
  (least: number, most = Number.MAX_SAFE_INTEGER) =>
  (text: string) => {
    const value = Number(text);
    if (text.trim() !== '' && Number.isSafeInteger(value) && value >= least && value <= most) return value;
    const to = most === Number.MAX_SAFE_INTEGER ? '' : ` to ${most}`;
    throw new InvalidArgumentError(`It has to be a whole number from ${least}${to}.`);
  };
const reporterHelp = `\nReporters:\n${Object.entries(REPORTERS)
  .map(([name, { file, help }]) => `  ${name.padEnd(10)}${file === null ? '' : `${file}, `}${help}`)
  .join('\n')}`;
const nonce = (text: string) => {
  if (/^[\w-]{1,64}$/u.test(text)) return text;
  throw new InvalidArgumentError('It has to be up to 64 letters, digits, hyphens and underscores.');
};
const shard = (text: string) => {
  const [, number = '', of = ''] = /^(\d{1,3})\/(\d{1,3})$/u.exec(text) ?? [];
  const part = { number: Number(number), of: Number(of) };
  if (part.number >= 1 && part.number <= part.of) return part.of === 1 ? undefined : part;
  throw new InvalidArgumentError('It has to be a part and how many there are, from 1/1 to 999/999.');
};
const list = (text: string) => text.split(',').map((name) => name.trim());

/**
 * Runs one command line and sets `process.exitCode`.
 * @param args what stands after `reglament`
 */
export async function main(args: readonly string[]): Promise<void> {
  try {
    const program = build();
    await refuseUnknown(program, args);
    await unlessStarved(
      program.parseAsync(args, { from: 'user' }),
      () => new Error('the command is not done, and nothing is left that it could wait for'),
    );
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
    else process.exitCode = (await import('./fail.ts')).reportError(error);
  }
}

/** Refuses a command that there is not. The parser would show the help of the whole instead, where help is asked for as well. */
async function refuseUnknown(program: Command, args: readonly string[]): Promise<void> {
  const [first = '', second = ''] = args;
  const word = first === 'help' ? second : first;
  const known = ['help', ...program.commands.map((command) => command.name())];
  if (word === '' || word.startsWith('-') || known.includes(word)) return;
  const { nearest } = await import('../schemas/nearest.ts');
  const near = nearest(word, known);
  program.error(`error: unknown command '${word}'${near === null ? '' : `; did you mean ${near}?`}`);
}

function build(): Command {
  const program = new Command('reglament')
    .description(
      "Executable regulations of Kazakhstan's electronic public services: a simulator and conformance suites.",
    )
    .version(version())
    .configureOutput({
      // Errors of the parser look like all others: the name of the tool, what is wrong, the code.
      outputError: (text, write) => write(`reglament: ${text.replace(/^error: /u, '').trim()} [usage]\n`),
    })
    .showHelpAfterError('(reglament --help lists commands and options)')
    .exitOverride();

  const regulation = () => new Option('--regulation <id>', 'only this regulation');
  const flow = () => new Option('--flow <id>', 'only this flow');
  const assertion = () => new Option('--assertion <glob>', 'only assertions whose id matches, for example "**/pay/*"');
  const level = () =>
    new Option(
      '--level <level>',
      'the lowest level of assertions: what the text says, what follows from it, or good practice too',
    )
      .choices(['required', 'implied', 'recommended'])
      .default('implied');
  const target = () =>
    new Option(
      '--target <target>',
      'simulator, the URL of a portal that speaks the driver contract, a target file or a module (required)',
    );
  const roster = () =>
    new Option(
      '--roster <file>',
      'for a portal at a URL that opens no worlds: its test persons, as a target file names them',
    );
  const env = () =>
    new Option(
      '--env <names>',
      'variables of the environment that a target file may read besides those for its portal; several with commas',
    ).argParser((text, known: string[] = []) => [...known, ...list(text)]);
  const trust = () =>
    new Option(
      '--trust',
      'the target file is your own: it may read every variable and file, and have any program started',
    );
  const seed = () => new Option('--seed <n>', 'makes ids and numbers repeatable').argParser(whole(0)).default(1);
  const production = () =>
    new Option('--production', 'for a target file: nothing is opened or changed, a run only logs in and reads');
  const shardOption = () =>
    new Option(
      '--shard <i/n>',
      'only the i-th of n parts of about the same cost; `reglament merge` joins them',
    ).argParser(shard);
  const reporter = (names: string[]) =>
    new Option(
      '--reporter <names>',
      `${Object.keys(REPORTERS).join(', ')}, or the path of your own; several with commas`,
    )
      .argParser(list)
      .default(names);
  const json = () => new Option('--json', 'print JSON');
  const termStart = () =>
    new Option('--term-start <day>', 'from when day terms are counted')
      .choices(['next-day', 'receipt-day'])
      .default('next-day');

  const breakLock = () =>
    new Option('--break-lock', 'take the folder over from a run on another machine that is known to be over');

  program
    .command('run')
    .description('run the suites against a portal and report')
    .addOption(target())
    .addOption(roster())
    .addOption(env())
    .addOption(trust())
    .addOption(regulation())
    .addOption(flow())
    .addOption(assertion())
    .addOption(level())
    .addOption(reporter(['terminal', 'html', 'json']))
    .option('--out <dir>', 'folder for the journal and the reports (default: a new one below reports/)')
    .addOption(new Option('--concurrency <n>', 'walks at once').argParser(whole(1)).default(8))
    .addOption(seed())
    .addOption(
      new Option(
        '--nonce <text>',
        'what the values that are sent follow from, to repeat a run (default: of the seed for the simulator, else drawn anew)',
      ).argParser(nonce),
    )
    .addOption(termStart())
    .addOption(shardOption())
    .option('--json-lines', 'stream the events to stdout, a line of JSON each; reporters write to stderr then')
    .option('--require-full', 'what the portal cannot show makes the run incomplete')
    .addOption(breakLock())
    .addOption(production())
    .option(
      '--baseline <file>',
      'known failures (`reglament baseline`): they fail no run, and an entry that does not hold any more does',
    )
    .option('--failed <dir>', 'only what failed in the run of this folder')
    .addOption(
      new Option(
        '--explore <n>',
        'instead of the plan: n random walks, compared with the tables after every operation',
      ).argParser(whole(1)),
    )
    .addOption(new Option('--path <path>', 'with --explore: the walk that an exploration of the same seed printed'))
    .addHelpText('after', reporterHelp)
    .action(async (options, command: Command) => {
      if (options.explore === undefined && options.path === undefined)
        return (await import('./run/resume.ts')).runOrResume(options);
      const { exploreCommand, refuseMisuse } = await import('./run/explore.ts');
      refuseMisuse(options, (name) => command.getOptionValueSource(name) === 'cli');
      return exploreCommand(options);
    });

  program
    .command('resume')
    .description('go on with a run that was killed, was stopped or waits for the portal to do something')
    .argument('<dir>', 'the folder that the run was given with --out')
    .addOption(reporter(['terminal', 'html', 'json']))
    .addOption(breakLock())
    .addHelpText('after', reporterHelp)
    .action(async (dir, options) => (await import('./run/resume.ts')).resumeCommand(dir, options));

  program
    .command('simulate')
    .description('start the reference simulator')
    .addOption(
      new Option('--port <n>', 'port to listen on, 0 for any free one').argParser(whole(0, 65_535)).default(8080),
    )
    .option('--host <host>', 'address to listen on', '127.0.0.1')
    .addOption(
      new Option('--name <names>', 'names under which it may be asked, besides localhost and addresses').argParser(
        list,
      ),
    )
    .option('--mutant <id>', 'break exactly one cell')
    .addOption(
      new Option('--foreign <name>', 'a portal by other hands instead, for trying target files').choices([
        'html',
        'json',
        'soap',
      ]),
    )
    .option('--violation <id>', 'with --foreign: what it does wrong (`reglament list violations`)')
    .option('--certificates <dir>', 'with --foreign: where its certificates and variables are put', 'certificates')
    .addOption(
      new Option(
        '--seed <n>',
        'makes tokens and the names of worlds repeatable, and so known to whoever knows it',
      ).argParser(whole(0)),
    )
    .action(async (options) =>
      options.foreign === undefined
        ? (await import('./simulate/simulate.ts')).simulateCommand(options)
        : (await import('./simulate/foreign.ts')).simulateForeign(options),
    );

  program
    .command('prove')
    .description(
      'run the suites against every mutant: each has to be failed, and by an assertion of the cell that it breaks',
    )
    .addOption(regulation())
    .addOption(flow())
    .option('--mutant <glob>', 'only mutants whose id matches, for example "**/pay/*"')
    .addOption(new Option('--sample <n>', 'only one of n mutants, drawn by the seed').argParser(whole(1)).default(1))
    .addOption(seed())
    .addOption(new Option('--jobs <n>', 'worker threads (default: one a core)').argParser(whole(1)))
    .option('--write', 'write docs/proof.md and the witness of every assertion, after a whole proof')
    .addOption(json())
    .action(async (options) => (await import('./prove/prove.ts')).proveCommand(options));

  program
    .command('plan')
    .description('list the applications that a run would send')
    .addOption(target())
    .addOption(roster())
    .addOption(env())
    .addOption(trust())
    .addOption(regulation())
    .addOption(flow())
    .addOption(assertion())
    .addOption(level())
    .addOption(seed())
    .addOption(production())
    .addOption(shardOption())
    .option(
      '--requests',
      'every request of every walk too, as a portal that does as the text says would be sent them (default for a target file)',
    )
    .option('--no-requests', 'only the walks')
    .addOption(json())
    .action(async (options) => (await import('./run/plan.ts')).planCommand(options));

  program
    .command('doctor')
    .description('say of each operation of a target whether it works, and if not, whose fault it is')
    .requiredOption(
      '--target <target>',
      'a target file, a module, or the URL of a portal that speaks the driver contract (required)',
    )
    .addOption(roster())
    .addOption(env())
    .addOption(trust())
    .option('--show', 'show every exchange, sent and received, with all but secrets')
    .addOption(json())
    .action(async (options) => (await import('./doctor.ts')).doctorCommand(options));

  program
    .command('try')
    .description(
      'perform one operation of a target, with the login that it needs, and show what is sent, received and read',
    )
    .argument('<target>', 'a target file, a module, or the URL of a portal that speaks the driver contract')
    .argument('<operation>', 'an operation of the driver contract, such as fill')
    .addOption(
      new Option('--with <key=value>', 'an input; @FILE takes it from a file; several times for several')
        .argParser((text, known: string[]) => [...known, text])
        .default([]),
    )
    .option('--as <person>', 'who does it, by their name in the roster, such as officer')
    .addOption(regulation())
    .addOption(flow())
    .addOption(roster())
    .addOption(env())
    .addOption(trust())
    .action(async (target, operation, options) => (await import('./try.ts')).tryCommand(target, operation, options));

  program
    .command('init')
    .description('write a target file or a facade, and a CI workflow, to start from')
    .argument('[dir]', 'the folder to write them into', '.')
    .requiredOption('--regulation <id>', 'the regulation that the portal claims (required)')
    .requiredOption('--flow <id>', 'the flow of it (required)')
    .addOption(
      new Option('--ci <service>', 'where the suites run every night').choices(['github', 'gitlab']).default('github'),
    )
    .addOption(
      new Option(
        '--facade <framework>',
        'instead of a target file: a facade that speaks the driver contract, to be served with it',
      ).choices(['express', 'fastify', 'hono', 'node']),
    )
    .action(async (dir, options) => (await import('./init.ts')).initCommand(dir, options));

  program
    .command('list')
    .description('list what there is')
    .addArgument(
      program
        .createArgument('<what>', 'what to list')
        .choices(['regulations', 'flows', 'assertions', 'scenarios', 'mutants', 'violations', 'wrongs']),
    )
    .addOption(regulation())
    .addOption(flow())
    .addOption(json())
    .action(async (what, options) => (await import('./regulation/list.ts')).listCommand(what, options));

  program
    .command('tables')
    .description('print every step column of the tables')
    .addOption(regulation())
    .addOption(flow())
    .addOption(json())
    .action(async (options) => (await import('./regulation/tables.ts')).tablesCommand(options));

  program
    .command('errata')
    .description('list where the regulations contradict themselves, and how we read them')
    .addOption(regulation())
    .addOption(json())
    .action(async (options) => (await import('./regulation/errata.ts')).errataCommand(options));

  program
    .command('coverage')
    .description('say of every cell and item which assertion tests it')
    .addOption(regulation())
    .addOption(json())
    .action(async (options) => (await import('./regulation/coverage.ts')).coverageCommand(options));

  program
    .command('lint')
    .description('compare clauses with tables; every difference needs an erratum')
    .argument('[file]', 'a regulation file; all of the package by default')
    .addOption(json())
    .action(async (file, options) => (await import('./regulation/lint.ts')).lintCommand(file, options));

  program
    .command('explain')
    .description('explain an assertion, an erratum, a scenario or a mutant')
    .argument('<id>')
    .addOption(json())
    .action(async (id, options) => (await import('./regulation/explain.ts')).explainCommand(id, options));

  program
    .command('report')
    .description('write reports from the journal of a run')
    .argument('<dir>', 'the folder that holds journal.ndjson')
    .addOption(reporter(['terminal']))
    .option('--out <dir>', 'folder for the reports (default: the same)')
    .addHelpText('after', reporterHelp)
    .action(async (dir, options) => (await import('./run/report.ts')).reportCommand(dir, options));

  program
    .command('baseline')
    .description('write the failures of a run as known failures, or bring a baseline up to date with it')
    .argument('<dir>', 'the folder of the run')
    .option('--out <file>', 'the baseline file', 'baseline.yaml')
    .action(async (dir, options) => (await import('./run/baseline.ts')).baselineCommand(dir, options));

  program
    .command('history')
    .description('say over many runs of one portal what broke, what healed and since when, and how long the steps took')
    .argument('<dir...>', 'the folders of the runs, in any order')
    .addOption(json())
    .option('--out <file>', 'a page with plots too')
    .action(async (dirs, options) => (await import('./run/history.ts')).historyCommand(dirs, options));

  program
    .command('compare')
    .description('put two runs side by side: verdicts, times, exchanges; exit code 1 where verdicts differ')
    .argument('<before>', 'the folder of one run')
    .argument('<after>', 'the folder of the other')
    .addOption(json())
    .action(async (before, after, options) =>
      (await import('./run/compare.ts')).compareCommand(before, after, options),
    );

  program
    .command('verify')
    .description('say of a run which claims hold: its signature, its arithmetic, its observations')
    .argument('<dir>', 'the folder that holds journal.ndjson')
    .option('--signer <file>', 'whose signature it has to be: a public key or a certificate, PEM')
    .option('--replay', 'walk the same walks again on a target, and compare the verdicts')
    .option('--target <target>', 'with --replay: the portal, as for run')
    .addOption(roster())
    .addOption(production())
    .addOption(new Option('--concurrency <n>', 'with --replay: walks at once').argParser(whole(1)).default(8))
    .addOption(json())
    .action(async (dir, options) => (await import('./verify.ts')).verifyCommand(dir, options));

  program
    .command('sign')
    .description('sign the journal and the report of a run')
    .argument('<dir>', 'the folder that holds journal.ndjson and report.json')
    .requiredOption('--key <file>', 'private key, PEM; REGLAMENT_KEY_PASSPHRASE opens an encrypted one (required)')
    .option('--cert <file>', 'its certificate, PEM: then a CMS signature is made')
    .option('--tsa <url>', 'a time-stamping authority (RFC 3161) that is asked for a time stamp')
    .action(async (dir, options) => (await import('./sign.ts')).signCommand(dir, options));

  program
    .command('merge')
    .description('join the parts of a run (--shard) into one journal and its reports')
    .argument('<dirs...>', 'the folders of all parts, in any order')
    .addOption(reporter(['terminal', 'html', 'json']))
    .requiredOption('--out <dir>', 'folder for the journal and the reports (required)')
    .addHelpText('after', reporterHelp)
    .action(async (dirs, options) => (await import('./run/merge.ts')).mergeCommand(dirs, options));

  return program;
}
