// The commands that drive a portal, or start one.
import { type Command, Option } from 'commander';
import {
  annexes,
  breakLock,
  bringing,
  counterparties,
  env,
  flow,
  json,
  lang,
  list,
  nonce,
  production,
  regulation,
  reporter,
  reporterHelp,
  roster,
  seed,
  selecting,
  shardOption,
  termStart,
  trust,
  whole,
  wiring,
} from './options.ts';

export function addPortalCommands(program: Command): void {
  selecting(program.command('run').description('run the suites against a portal and report'))
    .addOption(reporter(['terminal', 'html', 'json']))
    .addOption(lang())
    .addOption(annexes())
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
        return (await import('../run/resume.ts')).runOrResume(options);
      const { exploreCommand, refuseMisuse } = await import('../run/explore.ts');
      refuseMisuse(options, (name) => command.getOptionValueSource(name) === 'cli');
      return exploreCommand(options);
    });

  program
    .command('resume')
    .description('go on with a run that was killed, was stopped or waits for the portal to do something')
    .argument('<dir>', 'the folder that the run was given with --out')
    .addOption(env())
    .addOption(trust())
    .addOption(counterparties())
    .addOption(reporter(['terminal', 'html', 'json']))
    .addOption(lang())
    .addOption(annexes())
    .addOption(breakLock())
    .addHelpText('after', reporterHelp)
    .action(async (dir, options) => (await import('../run/resume.ts')).resumeCommand(dir, options));

  selecting(program.command('plan').description('list the applications that a run would send'))
    .addOption(seed())
    .addOption(production())
    .addOption(shardOption())
    .option(
      '--requests',
      'every request of every walk too, as a portal that does as the text says would be sent them (default for a target file)',
    )
    .option('--no-requests', 'only the walks')
    .addOption(json())
    .action(async (options) => (await import('../run/plan.ts')).planCommand(options));

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
    .addOption(counterparties())
    .option('--show', 'show every exchange, sent and received, with all but secrets')
    .addOption(json())
    .action(async (options) => (await import('../doctor.ts')).doctorCommand(options));

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
    .action(async (target, operation, options) => (await import('../try.ts')).tryCommand(target, operation, options));

  program
    .command('init')
    .description('write a target file or a facade, and a CI workflow, to start from')
    .argument('[dir]', 'the folder to write them into', '.')
    .requiredOption('--regulation <id>', 'the regulation that the portal claims (required)')
    .option(
      '--flow <id>',
      'the flow of it; without it, and with an id that is new, an empty regulation file is written',
    )
    .addOption(
      new Option('--ci <service>', 'where the suites run every night').choices(['github', 'gitlab']).default('github'),
    )
    .addOption(
      new Option(
        '--facade <framework>',
        'instead of a target file: a facade that speaks the driver contract, to be served with it',
      ).choices(['express', 'fastify', 'hono', 'node']),
    )
    .action(async (dir, options) => (await import('../init.ts')).initCommand(dir, options));

  bringing(program.command('simulate'))
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
    .option('--store <file>', 'keep the worlds in this file (SQLite), so that they are there after a restart')
    .addOption(
      new Option('--only <parts>', 'only these parts, such as payment-gateway,certification-authority').argParser(list),
    )
    .addOption(
      new Option(
        '--rate <n>',
        'requests a second from one client, and for one world (default: any on the loopback, else 200)',
      ).argParser(whole(1)),
    )
    .addOption(
      new Option(
        '--trust-proxy <who>',
        'with --rate: how many proxies stand before it, or their addresses and nets; they are believed which client asks (default: none)',
      ).argParser(list),
    )
    .addOption(new Option('--log <format>', 'lines of JSON on stdout, without personal data').choices(['json']))
    .addOption(
      new Option(
        '--ncalayer <port>',
        'a port of its own, with TLS, for the signing client that pages ask (pages of the trade ask at 13579)',
      ).argParser(whole(0, 65_535)),
    )
    .option('--demand-signatures', 'counterparties refuse messages without a signature')
    .option('--send-anywhere', 'notices and pushed answers may go beyond this machine and private networks')
    .addOption(
      new Option('--foreign <name>', 'a portal by other hands instead, for trying target files').choices([
        'html',
        'json',
        'soap',
      ]),
    )
    .option('--violation <id>', 'with --foreign: what it does wrong (`reglament list violations`)')
    .option('--certificates <dir>', 'with --foreign: where its certificates and variables are put', 'certificates')
    .addOption(wiring())
    .addOption(
      new Option(
        '--seed <n>',
        'makes tokens and the names of worlds repeatable, and so known to whoever knows it',
      ).argParser(whole(0)),
    )
    .action(async (options) =>
      options.foreign === undefined
        ? (await import('../simulate/simulate.ts')).simulateCommand(options)
        : (await import('../simulate/foreign.ts')).simulateForeign(options),
    );

  bringing(program.command('prove'))
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
    .action(async (options) => (await import('../prove/prove.ts')).proveCommand(options));
}
