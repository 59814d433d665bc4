// The commands on the regulations themselves, which drive no portal.
import { type Command, Option } from 'commander';
import { bringing, flow, json, regulation } from './options.ts';

export function addRegulationCommands(program: Command): void {
  bringing(program.command('list'))
    .description('list what there is')
    .addArgument(
      program
        .createArgument('<what>', 'what to list')
        .choices(['regulations', 'flows', 'assertions', 'scenarios', 'mutants', 'violations', 'wrongs']),
    )
    .addOption(regulation())
    .addOption(flow())
    .addOption(json())
    .action(async (what, options) => (await import('../regulation/list.ts')).listCommand(what, options));

  program
    .command('tables')
    .description('print every step column of the tables')
    .argument('[file...]', 'imported files, or texts of acts; the regulations of the package by default')
    .addOption(regulation())
    .addOption(flow())
    .addOption(json())
    .action(async (files, options) => (await import('../regulation/tables.ts')).tablesCommand(files, options));

  program
    .command('import')
    .description('read the texts of acts into regulation files; what cannot be read is marked, and listed')
    .argument('<file...>', 'plain text or HTML in UTF-8, as the legal database saves it')
    .option('--out <dir>', 'the folder for the regulation files (default: only the worklist is printed)')
    .option('--review', 'instead: ask for what is open in an imported file, and write the answers into it')
    .option('--answers <file>', 'with --review: a YAML file of answers by key, which is asked instead of you')
    .addOption(json())
    .action(async (files, options) => (await import('../regulation/import.ts')).importCommand(files, options));

  program
    .command('diff')
    .description('compare two editions of a regulation: which assertions appear, vanish or change their term')
    .argument('<old>', 'a regulation file')
    .argument('<new>', 'a regulation file')
    .addOption(json())
    .action(async (before, after, options) =>
      (await import('../regulation/diff.ts')).diffCommand(before, after, options),
    );

  program
    .command('errata')
    .description('list where the regulations contradict themselves, and how we read them')
    .addOption(regulation())
    .addOption(json())
    .action(async (options) => (await import('../regulation/errata.ts')).errataCommand(options));

  bringing(program.command('coverage'))
    .description('say of every cell and item which assertion tests it')
    .addOption(regulation())
    .addOption(json())
    .action(async (options) => (await import('../regulation/coverage.ts')).coverageCommand(options));

  bringing(program.command('lint'))
    .description('compare clauses with tables; every difference needs an erratum')
    .argument('[file]', 'a regulation file; all of the package by default')
    .addOption(json())
    .action(async (file, options) => (await import('../regulation/lint.ts')).lintCommand(file, options));

  program
    .command('explain')
    .description('explain an assertion, an erratum, a scenario or a mutant')
    .argument('<id>')
    .addOption(json())
    .action(async (id, options) => (await import('../regulation/explain.ts')).explainCommand(id, options));

  program
    .command('diagram')
    .description('draw a flow: who does what in which order, what is asked, and how long it may take')
    .argument('<flow>', 'the flow, as regulation/flow')
    .addOption(
      new Option('--format <format>', 'BPMN 2.0 for editors, a picture, or a flowchart of Mermaid')
        .choices(['bpmn', 'svg', 'mermaid'])
        .default('svg'),
    )
    .option('--out <file>', 'the file to write (default: standard output)')
    .action(async (flow, options) => (await import('../regulation/diagram.ts')).diagramCommand(flow, options));
}
