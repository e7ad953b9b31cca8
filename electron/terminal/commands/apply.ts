import type { ApplyEvent } from '../../../shared/contract/setup'
import type { RepositoryName } from '../../../shared/domain/ids'
import type { Application, JournalEntry, StepPhase } from '../../../shared/domain/journal'
import type { Plan } from '../../../shared/domain/plan'
import { diffText } from '../diff-text'
import { EXIT } from '../exit'
import type { Session } from '../session'
import type { SetupFlags } from '../setup-flags'
import { makePlan, obstacleText, planText, withoutSecrets } from './plan'

export interface ApplyFlags extends SetupFlags {
  yes: boolean
}

export type Ended = Extract<ApplyEvent, { kind: 'ended' }>

/** `apply R --yes`: plans, applies, verifies. Without --yes it only shows the plan. */
export async function applyVerb(
  session: Session,
  repository: RepositoryName,
  flags: ApplyFlags,
): Promise<number> {
  return applyOrShow(session, await makePlan(session, repository, flags), flags.yes)
}

/** `tear-down R --yes`: plans the removal of a setup and applies it. Without --yes it only shows the plan. */
export async function tearDownVerb(
  session: Session,
  repository: RepositoryName,
  { yes }: { yes: boolean },
): Promise<number> {
  const plan = await session.client.setup.tearDown({ repository })
  return applyOrShow(session, plan, yes)
}

/** `remove-keys R --yes`: plans the removal of leftover AWS keys and applies it. Without --yes it only shows the plan. */
export async function removeKeysVerb(
  session: Session,
  repository: RepositoryName,
  { yes }: { yes: boolean },
): Promise<number> {
  const plan = await session.client.setup.removeKeys({ repository })
  return applyOrShow(session, plan, yes)
}

/** Applies the plan, or only shows it. */
export async function applyOrShow(session: Session, plan: Plan, yes: boolean): Promise<number> {
  if (!yes) {
    session.print(session.json ? JSON.stringify(withoutSecrets(plan), null, 2) : planText(plan))
    session.progress('Nothing was changed. Add --yes to apply this plan.')
    return EXIT.usage
  }
  const events = await session.client.setup.apply({ planId: plan.id, exclude: [] })
  const ended = await follow(session, plan, events)
  report(session, ended, plan)
  return verdict(ended, plan)
}

/** Tells each step as it begins and ends; resolves with the end. */
export async function follow(
  { progress, ifStopped }: Session,
  plan: Plan | null,
  events: AsyncIterable<ApplyEvent>,
): Promise<Ended> {
  let steps = plan?.steps ?? []
  for await (const event of events) {
    if (event.kind === 'started') {
      steps = event.application.plan.steps
      const { id } = event.application
      ifStopped(`What was done stands. Go on with: resume ${id} --yes, or take it back with: undo ${id}`)
    }
    if (event.kind === 'waiting') progress(event.says)
    if (event.kind === 'step') {
      const title = steps.find(({ id }) => id === event.entry.stepId)?.title ?? event.entry.stepId
      const why = event.entry.failure ? `: ${event.entry.failure.sentence}` : ''
      progress(`${event.entry.phase.padEnd(8)} ${title}${why}`)
      for (const line of differenceText(event.entry)) progress(line)
    }
    if (event.kind === 'ended') return event
  }
  throw new Error('The application ended without saying how.')
}

/** The answer of one application, as `--json` prints it. */
export function answerOf({ application, failure, chain }: Ended, plan: Plan | null): object {
  const { id, repository } = application
  const { conflicts = [], needed = [] } = plan ?? {}
  return { application: id, repository, steps: summary(application), conflicts, needed, failure, chain }
}

/** Prints what an application came to. */
export function report({ json, print, told }: Session, ended: Ended, plan: Plan | null): void {
  const { application, failure } = ended
  const steps = summary(application)
  if (json) {
    print(JSON.stringify(answerOf(ended, plan), null, 2))
    return
  }
  const lines = steps.map(({ phase, title }) => `${phase.padEnd(12)} ${title}`)
  const left = plan ? obstacleText(plan) : []
  const why = failure ? [told(failure)] : []
  print([...lines, ...left, ...why, ...takeBack(application, plan)].join('\n'))
}

/** What a step expected and what somebody else made of it. */
function differenceText({ difference }: JournalEntry): string[] {
  return difference ? diffText(difference.expected, difference.found).map((line) => `           ${line}`) : []
}

/** How to take back what was applied; for an undo itself there is no plan. */
function takeBack({ id, plan: { repository, steps } }: Application, plan: Plan | null): string[] {
  if (plan === null) return []
  if (steps.length === 0) return [`${repository}: nothing to change.`]
  return [`Application ${id}. Take it back with: undo ${id}`]
}

function summary({
  plan,
  entries,
}: Application): { id: string; title: string; phase: StepPhase; url: string | null }[] {
  return plan.steps.map(({ id, title }) => {
    const last = entries.findLast(({ stepId }) => stepId === id)
    const url =
      entries.findLast(({ stepId, outcome }) => stepId === id && outcome !== null)?.outcome?.url ?? null
    return { id, title, phase: last?.phase ?? 'pending', url }
  })
}

/* A conflict or an unanswered form leaves the chain unmended, which a script must not take for success. */
function verdict({ failure }: Ended, { conflicts, needed }: Plan): number {
  return failure || conflicts.length > 0 || needed.length > 0 ? EXIT.bad : EXIT.fine
}
