import type { ApplyEvent } from '../../../shared/contract/setup'
import type { RepositoryName } from '../../../shared/domain/ids'
import type { Application, StepPhase } from '../../../shared/domain/journal'
import type { Plan } from '../../../shared/domain/plan'
import { EXIT } from '../exit'
import type { Session } from '../session'
import type { SetupFlags } from '../setup-flags'
import { makePlan, obstacleText, planText, withoutSecrets } from './plan'

export interface ApplyFlags extends SetupFlags {
  yes: boolean
}

type Ended = Extract<ApplyEvent, { kind: 'ended' }>

/** `apply R --yes`: plans, applies, verifies. Without --yes it only shows the plan. */
export async function applyVerb(
  session: Session,
  repository: RepositoryName,
  flags: ApplyFlags,
): Promise<number> {
  const plan = await makePlan(session, repository, flags)
  if (!flags.yes) {
    session.print(session.json ? JSON.stringify(withoutSecrets(plan), null, 2) : planText(plan))
    session.progress('Nothing was changed. Add --yes to apply this plan.')
    return EXIT.usage
  }
  const ended = await follow(
    session,
    plan,
    await session.client.setup.apply({ planId: plan.id, exclude: [] }),
  )
  report(session, ended, plan)
  return verdict(ended, plan)
}

/** `undo ID`: takes an application back. */
export async function undoVerb(session: Session, applicationId: string): Promise<number> {
  const events = await session.client.setup.undo({ applicationId })
  const ended = await follow(session, null, events)
  report(session, ended, null)
  return ended.failure ? EXIT.bad : EXIT.fine
}

async function follow(
  { progress, ifStopped }: Session,
  plan: Plan | null,
  events: AsyncIterable<ApplyEvent>,
): Promise<Ended> {
  let steps = plan?.steps ?? []
  for await (const event of events) {
    if (event.kind === 'started') {
      steps = event.application.plan.steps
      ifStopped(`What was done stands. Take it back with: undo ${event.application.id}`)
    }
    if (event.kind === 'waiting') progress(event.says)
    if (event.kind === 'step') {
      const title = steps.find(({ id }) => id === event.entry.stepId)?.title ?? event.entry.stepId
      const why = event.entry.failure ? `: ${event.entry.failure.sentence}` : ''
      progress(`${event.entry.phase.padEnd(8)} ${title}${why}`)
    }
    if (event.kind === 'ended') return event
  }
  throw new Error('The application ended without saying how.')
}

function report(
  { json, print, told }: Session,
  { application, failure, chain }: Ended,
  plan: Plan | null,
): void {
  const steps = summary(application)
  if (json) {
    const { id, repository } = application
    const { conflicts = [], needed = [] } = plan ?? {}
    print(JSON.stringify({ application: id, repository, steps, conflicts, needed, failure, chain }, null, 2))
    return
  }
  const lines = steps.map(({ phase, title }) => `${phase.padEnd(12)} ${title}`)
  const left = plan ? obstacleText(plan) : []
  const why = failure ? [told(failure)] : []
  print([...lines, ...left, ...why, ...takeBack(application, plan)].join('\n'))
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
