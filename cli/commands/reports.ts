// The commands on what runs have left.
import { type Command, Option } from 'commander';
import {
  annexes,
  assertion,
  bringing,
  env,
  flow,
  json,
  lang,
  level,
  production,
  regulation,
  reporter,
  reporterHelp,
  roster,
  termStart,
  trust,
  whole,
} from './options.ts';

export function addReportCommands(program: Command): void {
  program
    .command('report')
    .description('write reports from the journal of a run')
    .argument('<dir>', 'the folder that holds journal.ndjson')
    .addOption(reporter(['terminal']))
    .addOption(lang())
    .addOption(annexes())
    .option('--out <dir>', 'folder for the reports (default: the same)')
    .addHelpText('after', reporterHelp)
    .action(async (dir, options) => (await import('../run/report.ts')).reportCommand(dir, options));

  program
    .command('merge')
    .description('join the parts of a run (--shard) into one journal and its reports')
    .argument('<dirs...>', 'the folders of all parts, in any order')
    .addOption(reporter(['terminal', 'html', 'json']))
    .addOption(lang())
    .addOption(annexes())
    .requiredOption('--out <dir>', 'folder for the journal and the reports (required)')
    .addHelpText('after', reporterHelp)
    .action(async (dirs, options) => (await import('../run/merge.ts')).mergeCommand(dirs, options));

  program
    .command('baseline')
    .description('write the failures of a run as known failures, or bring a baseline up to date with it')
    .argument('<dir>', 'the folder of the run')
    .option('--out <file>', 'the baseline file', 'baseline.yaml')
    .action(async (dir, options) => (await import('../run/baseline.ts')).baselineCommand(dir, options));

  program
    .command('history')
    .description('say over many runs of one portal what broke, what healed and since when, and how long the steps took')
    .argument('<dir...>', 'the folders of the runs, in any order')
    .addOption(json())
    .option('--out <file>', 'a page with plots too')
    .action(async (dirs, options) => (await import('../run/history.ts')).historyCommand(dirs, options));

  program
    .command('compare')
    .description('put two runs side by side: verdicts, times, exchanges; exit code 1 where verdicts differ')
    .argument('<before>', 'the folder of one run')
    .argument('<after>', 'the folder of the other')
    .addOption(json())
    .action(async (before, after, options) =>
      (await import('../run/compare.ts')).compareCommand(before, after, options),
    );

  program
    .command('verify')
    .description('say of a run which claims hold: its signature, its arithmetic, its observations')
    .argument('<dir>', 'the folder that holds journal.ndjson, or an evidence pack')
    .option('--signer <file>', 'whose signature it has to be: a public key or a certificate, PEM')
    .option('--replay', 'walk the same walks again on a target, and compare the verdicts')
    .option('--target <target>', 'with --replay: the portal, as for run')
    .addOption(roster())
    .addOption(env())
    .addOption(trust())
    .addOption(production())
    .addOption(new Option('--concurrency <n>', 'with --replay: walks at once').argParser(whole(1)).default(8))
    .addOption(json())
    .action(async (dir, options) => (await import('../verify.ts')).verifyCommand(dir, options));

  program
    .command('sign')
    .description('sign the journal and the report of a run')
    .argument('<dir>', 'the folder that holds journal.ndjson and report.json')
    .requiredOption('--key <file>', 'private key, PEM; REGLAMENT_KEY_PASSPHRASE opens an encrypted one (required)')
    .option('--cert <file>', 'its certificate, PEM: then a CMS signature is made')
    .option('--tsa <url>', 'a time-stamping authority (RFC 3161) that is asked for a time stamp')
    .action(async (dir, options) => (await import('../sign.ts')).signCommand(dir, options));

  program
    .command('pack')
    .description('make one archive of a finished run and all that it rests on; verify reads it anywhere')
    .argument('<dir>', 'the folder that holds journal.ndjson')
    .option('--out <file>', 'the archive to write (default: the name of the folder, with .zip)')
    .action(async (dir, options) => (await import('../pack/pack.ts')).packCommand(dir, options));

  bringing(program.command('audit'))
    .description(
      'judge the finished cases in an event log, by the same predicates as a run: CSV, NDJSON, XES, OCEL 2.0, Parquet',
    )
    .argument('<logs...>', 'files, folders, or - for stdin; gzip and zstd are unpacked')
    .option('--mapping <file>', 'which column of the log is what; audit --propose drafts it')
    .addOption(regulation())
    .addOption(flow())
    .addOption(assertion())
    .addOption(level())
    .option('--propose', 'draft a mapping and print it, with what is unsure marked; needs --regulation')
    .option('--check', 'say row by row what does not fit the mapping, and judge nothing')
    .option('--key <file>', 'the key by which cases are named (HMAC-SHA-256); without it they are named by their rows')
    .addOption(termStart())
    .option('--require-full', 'what the log cannot show makes the audit incomplete')
    .addOption(reporter(['terminal', 'html', 'json']))
    .addOption(lang())
    .addOption(annexes())
    .option('--engine <name>', 'memory, embedded (ClickHouse in this process), or the name of a cluster', 'memory')
    .option('--shard <url...>', 'a server of each shard of the cluster')
    .option('--out <dir>', 'folder for the reports and the list of deviations', 'reports/audit')
    .addHelpText('after', reporterHelp)
    .action(async (logs, options) => (await import('../audit/audit.ts')).auditCommand(logs, options));
}
