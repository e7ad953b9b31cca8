import type { BatchEntry, BatchEvent, FleetPlan } from '../../../shared/contract/batch'
import type { ExportFormat } from '../../../shared/domain/export/exported'
import type { Failure } from '../../../shared/domain/failure'
import type { RepositoryName } from '../../../shared/domain/ids'
import type { Plan } from '../../../shared/domain/plan'
import { EXIT } from '../exit'
import { writePlans } from '../plan-file'
import type { Session } from '../session'
import { chosenForm, type SetupFlags } from '../setup-flags'
import { printExport } from './export'
import { obstacleText, type PlanOutput, planText, withoutSecrets } from './plan'

/** Which repositories a verb is about: those named, or all that are watched; without the excluded. */
export interface Choice {
  repositories: RepositoryName[] | null
  exclude: RepositoryName[]
}

/** `plan --all` and `plan R1 R2 …`: what would change, by repository and by change. */
export async function planManyVerb(session: Session, choice: Choice, flags: PlanOutput): Promise<number> {
  const plan = await planMany(session, choice, flags)
  if (flags.as) return exportMany(session, plan, flags.as, flags.out)
  if (flags.out) await writePlans(flags.out, plan.plans.map(withoutSecrets))
  session.print(session.json ? JSON.stringify(printable(plan), null, 2) : fleetPlanText(session, plan))
  return plan.failures.length > 0 ? EXIT.bad : EXIT.fine
}

async function exportMany(
  session: Session,
  { plans, failures }: FleetPlan,
  as: ExportFormat,
  out: string | undefined,
): Promise<number> {
  for (const { repository, failure } of failures) session.progress(`${repository}: ${session.told(failure)}`)
  const code = await printExport(session, plans, as, out)
  return failures.length > 0 ? EXIT.bad : code
}

/** `apply --all --yes`: applies what `plan --all` shows; a repository that fails does not stop the others. */
export async function applyManyVerb(
  session: Session,
  choice: Choice,
  flags: SetupFlags & { yes: boolean },
): Promise<number> {
  const plan = await planMany(session, choice, flags)
  if (!flags.yes) {
    session.print(session.json ? JSON.stringify(printable(plan), null, 2) : fleetPlanText(session, plan))
    session.progress('Nothing was changed. Add --yes to apply this plan.')
    return EXIT.usage
  }
  return applyPlans(session, plan, choice.exclude)
}

/** Applies plans and prints what each came to. */
export async function applyPlans(
  session: Session,
  { plans, failures }: Pick<FleetPlan, 'plans' | 'failures'>,
  excluded: RepositoryName[],
): Promise<number> {
  const chosen = plans.map(({ id: planId }) => ({ planId, exclude: [] }))
  const entries =
    chosen.length === 0
      ? []
      : await followBatch(session, await session.client.setup.applyMany({ plans: chosen }))
  const answers = [
    ...entries.map((entry) => answerOf(entry, plans)),
    ...failures.map(({ repository, failure }) => ({
      ...NONE,
      repository,
      outcome: 'refused' as const,
      failure,
    })),
    ...excluded.map((repository) => ({ ...NONE, repository, outcome: 'excluded' as const })),
  ].sort((one, other) => one.repository.localeCompare(other.repository))
  const totals = Object.fromEntries(
    [...new Set(answers.map(({ outcome }) => outcome))].map((outcome) => [
      outcome,
      answers.filter((each) => each.outcome === outcome).length,
    ]),
  )
  if (session.json) session.print(JSON.stringify({ repositories: answers, totals }, null, 2))
  else session.print(answers.map((answer) => answerText(session, answer)).join('\n'))
  return answers.every(isGood) ? EXIT.fine : EXIT.bad
}

interface Answer {
  repository: RepositoryName
  application: string | null
  outcome: BatchEntry['outcome'] | 'excluded'
  conflicts: Plan['conflicts']
  needed: Plan['needed']
  failure: Failure | null
}

const NONE = { application: null, conflicts: [], needed: [], failure: null }

function answerOf(
  { repository, planId, applicationId, outcome, failure }: BatchEntry,
  plans: Plan[],
): Answer {
  const { conflicts = [], needed = [] } = plans.find(({ id }) => id === planId) ?? {}
  return { repository, application: applicationId, outcome, conflicts, needed, failure }
}

function isGood({ outcome, conflicts, needed }: Answer): boolean {
  const isDone = outcome === 'done' || outcome === 'unchanged' || outcome === 'excluded'
  return isDone && conflicts.length === 0 && needed.length === 0
}

function answerText(
  { told }: Session,
  { repository, application, outcome, conflicts, needed, failure }: Answer,
): string {
  const undo = application === null ? '' : `  undo ${application}`
  const lines = [...needed, ...conflicts].map(({ says }) => `  ! ${says}`)
  return [
    `${outcome.padEnd(10)} ${repository}${undo}`,
    ...(failure ? [`  ${told(failure)}`] : []),
    ...lines,
  ].join('\n')
}

async function planMany(
  session: Session,
  { repositories, exclude }: Choice,
  flags: SetupFlags,
): Promise<FleetPlan> {
  const form = await chosenForm(session, flags)
  session.progress('Reading the fleet …')
  const plan = await session.client.setup.planMany({ repositories, form })
  return withoutExcluded(plan, exclude)
}

/** The plan of those repositories that the user did not leave out. */
export function withoutExcluded(plan: FleetPlan, exclude: readonly RepositoryName[]): FleetPlan {
  const isChosen = ({ repository }: { repository: RepositoryName }) => !exclude.includes(repository)
  return {
    plans: plan.plans.filter(isChosen),
    failures: plan.failures.filter(isChosen),
    groups: plan.groups
      .map((group) => ({ ...group, members: group.members.filter(isChosen) }))
      .filter(({ members }) => members.length > 0),
  }
}

function printable({ plans, ...rest }: FleetPlan): FleetPlan {
  return { plans: plans.map(withoutSecrets), ...rest }
}

function fleetPlanText({ told }: Session, { plans, groups, failures }: FleetPlan): string {
  const changing = plans.filter(({ steps }) => steps.length > 0)
  const head = `${changing.length} of ${plans.length} repositories would change.`
  const changes = groups.map(
    ({ title, once, members }) =>
      `${String(members.length).padStart(5)}  ${title}${once ? ' (once for all of them)' : ''}`,
  )
  const blocked = plans
    .filter(({ steps }) => steps.length === 0)
    .flatMap((plan) => obstacleText(plan).map((line) => `${plan.repository}: ${line}`))
  const failed = failures.map(({ repository, failure }) => `${repository}: ${told(failure)}`)
  return [head, ...changes, ...blocked, ...failed, ...changing.flatMap((plan) => ['', planText(plan)])].join(
    '\n',
  )
}

async function followBatch(session: Session, events: AsyncIterable<BatchEvent>): Promise<BatchEntry[]> {
  for await (const event of events) {
    if (event.kind === 'started')
      session.ifStopped('What was done stands. See what is left with: resume, and take back with: undo.')
    if (event.kind === 'settled') {
      const { entry, done, total } = event
      const why = entry.failure ? `: ${entry.failure.sentence}` : ''
      session.progress(`${done}/${total} ${entry.outcome.padEnd(10)} ${entry.repository}${why}`)
    }
    if (event.kind === 'ended') return event.entries
  }
  throw new Error('The batch ended without saying how.')
}
