import { Argument, type Command, Option } from 'commander'
import { ExportFormat } from '../../../shared/domain/export/exported'
import type { RepositoryName } from '../../../shared/domain/ids'
import { type Assignment, assignment, repositoryNames, someText } from '../arguments'
import { applyVerb, removeKeysVerb, tearDownVerb } from '../commands/apply'
import { applyManyVerb, type Choice, planManyVerb } from '../commands/batch'
import { branchesVerb } from '../commands/branches'
import { planVerb } from '../commands/plan'
import { applySavedVerb } from '../commands/saved-plan'
import { setVerb } from '../commands/set'
import { resumeVerb, undoVerb } from '../commands/undo'
import type { Session, SharedFlags } from '../session'
import { isDefaultSetup, type SetupFlags } from '../setup-flags'
import { misused } from '../usage'
import { onRepository, type Run, setup, shared } from './flags'

interface ManyFlags extends SharedFlags, SetupFlags {
  all: boolean
  exclude: RepositoryName[]
}

type PlanFlags = ManyFlags & { out?: string; as?: ExportFormat }
type ApplyFlags = ManyFlags & { yes: boolean; plan?: string }

/** Verbs that plan changes, make them, and take them back. */
export function setupVerbs(program: Command, run: Run): void {
  many(program.command('plan'))
    .description('show what would change; touches nothing')
    .option('--out <file>', 'write the plan there, for apply --plan; with --as, the export', someText)
    .addOption(new Option('--as <format>', 'export it for another tool').choices([...ExportFormat.options]))
    .action((names: RepositoryName[], flags: PlanFlags) =>
      run(flags, oneOrMany(names, flags, planVerb, planManyVerb)),
    )
  many(program.command('apply'))
    .description('plan, apply and verify')
    .option('--plan <file>', 'apply what plan --out wrote', someText)
    .option('--yes', 'apply what the plan shows', false)
    .action((names: RepositoryName[], flags: ApplyFlags) => run(flags, applying(names, flags)))
  settingValues(program, run)
  leftBranches(program, run)
  takingBack(program, run)
}

function takingBack(program: Command, run: Run): void {
  shared(program.command('undo').argument('<applications...>', 'the ids that apply printed'))
    .description('take applied plans back')
    .option('--step <id...>', 'only these steps of one application')
    .action((ids: string[], flags: SharedFlags & { step?: string[] }) =>
      run(flags, (session) => undoVerb(session, ids, flags.step ?? [])),
    )
  shared(program.command('resume').argument('[application]', 'the id that apply printed', someText))
    .description('go on with what was interrupted, or list it')
    .option('--yes', 'go on', false)
    .action((id: string | undefined, flags: SharedFlags & { yes: boolean }) =>
      run(flags, (session) => resumeVerb(session, id ?? null, flags.yes)),
    )
  shared(onRepository(program.command('tear-down')))
    .description('remove what a setup put in place')
    .option('--yes', 'apply what the plan shows', false)
    .action((name: RepositoryName, flags: SharedFlags & { yes: boolean }) =>
      run(flags, (session) => tearDownVerb(session, name, flags)),
    )
  shared(onRepository(program.command('remove-keys')))
    .description('remove leftover AWS keys, once a run has proven the role')
    .option('--yes', 'apply what the plan shows', false)
    .action((name: RepositoryName, flags: SharedFlags & { yes: boolean }) =>
      run(flags, (session) => removeKeysVerb(session, name, flags)),
    )
}

/** What our merged pull requests left behind. */
function leftBranches(program: Command, run: Run): void {
  shared(several(program.command('branches')))
    .description('list the branches that merged pull requests of Rolecall left behind')
    .option('--delete', 'delete them', false)
    .action(
      (
        names: RepositoryName[],
        flags: SharedFlags & { all: boolean; exclude: RepositoryName[]; delete: boolean },
      ) => {
        if ((names.length === 0) !== flags.all) throw misused('Name repositories, or give --all.')
        if (flags.exclude.length > 0) throw misused('Name the repositories in place of --exclude.')
        return run(flags, (session) => branchesVerb(session, flags.all ? null : names, flags))
      },
    )
}

interface SetFlags extends SharedFlags {
  secret: boolean
  fromStdin: boolean
  all: boolean
  exclude: RepositoryName[]
  environment?: string
  yes: boolean
}

function settingValues(program: Command, run: Run): void {
  const command = program
    .command('set')
    .addArgument(
      new Argument('<name[=value]>', 'the variable or secret, and what it is to hold').argParser(assignment),
    )
  shared(several(command))
    .description('set a variable or a secret in many repositories')
    .option('--secret', 'it is a secret; its value comes from standard input', false)
    .option('--from-stdin', 'take the value from standard input', false)
    .option('--environment <name>', 'in this environment of each', someText)
    .option('--yes', 'set it', false)
    .action((wish: Assignment, names: RepositoryName[], flags: SetFlags) => {
      if ((names.length === 0) !== flags.all) throw misused('Name repositories, or give --all.')
      refuseShown(wish, flags)
      const choice = { repositories: flags.all ? null : names, exclude: flags.exclude }
      const asked = { ...wish, environment: flags.environment ?? null, secret: flags.secret }
      return run(flags, (session) => setVerb(session, asked, choice, flags))
    })
}

/** Other processes can read a command line, and a shell keeps it: no secret is ever on it. */
function refuseShown({ name, value }: Assignment, { secret, fromStdin }: SetFlags): void {
  if (secret && value !== null)
    throw misused(
      `A secret is not written on the command line: set ${name} --secret, and give its value on standard input.`,
    )
  if (fromStdin && value !== null) throw misused(`Write ${name} without a value, or leave out --from-stdin.`)
  if (!secret && !fromStdin && value === null) throw misused('Write it as NAME=VALUE, or give --from-stdin.')
}

function many(command: Command): Command {
  return setup(shared(several(command)))
}

/** Which repositories: some by name, or all without some. */
function several(command: Command): Command {
  const names = new Argument('[repositories...]', 'owner/name').argParser(
    (text: string, sofar: RepositoryName[] | undefined) => repositoryNames(text, sofar ?? []),
  )
  return command
    .addArgument(names)
    .option('--all', 'every watched repository that is not archived', false)
    .option('--exclude <repository...>', 'but not these', repositoryNames, [])
}

function applying(names: RepositoryName[], flags: ApplyFlags): (session: Session) => Promise<number> {
  const { plan: path, yes } = flags
  if (path === undefined) return oneOrMany(names, flags, applyVerb, applyManyVerb)
  if (names.length > 0 || flags.all) throw misused('--plan says what to apply: name no repository beside it.')
  return (session) => applySavedVerb(session, path, yes)
}

function oneOrMany<F extends ManyFlags>(
  names: RepositoryName[],
  flags: F,
  one: (session: Session, name: RepositoryName, flags: F) => Promise<number>,
  several: (session: Session, choice: Choice, flags: F) => Promise<number>,
): (session: Session) => Promise<number> {
  const [only, ...more] = names
  if (only === undefined && !flags.all) throw misused('Name a repository, or give --all.')
  if (only !== undefined && flags.all) throw misused('--all names every repository: name none beside it.')
  if (only !== undefined && more.length === 0 && flags.exclude.length === 0)
    return (session) => one(session, only, flags)
  if (!isDefaultSetup(flags)) throw misused('Flags that choose a setup need exactly one repository.')
  const choice = { repositories: flags.all ? null : names, exclude: flags.exclude }
  return (session) => several(session, choice, flags)
}
