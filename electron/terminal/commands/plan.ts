import type { RepositoryName } from '../../../shared/domain/ids'
import type { Plan, Step } from '../../../shared/domain/plan'
import { EXIT } from '../exit'
import type { Session } from '../session'
import { chosenForm, chosenSetup, type SetupFlags } from '../setup-flags'

/** `plan R`: what would change, and nothing more. */
export async function planVerb(
  session: Session,
  repository: RepositoryName,
  flags: SetupFlags,
): Promise<number> {
  const plan = await makePlan(session, repository, flags)
  session.print(session.json ? JSON.stringify(withoutSecrets(plan), null, 2) : planText(plan))
  return EXIT.fine
}

/** The plan for the setup that the flags choose. */
export async function makePlan(
  session: Session,
  repository: RepositoryName,
  flags: SetupFlags,
): Promise<Plan> {
  const setup = await chosenSetup(session, repository, flags)
  return session.client.setup.plan({ repository, setup, form: await chosenForm(session, flags) })
}

/** A plan fit to be printed: what would be sealed into a secret is left out. */
export function withoutSecrets(plan: Plan): Plan {
  const steps = plan.steps.map((step) =>
    step.action.kind === 'set-secret' ? { ...step, action: { ...step.action, value: '***' } } : step,
  )
  return { ...plan, steps }
}

/** The plan as text. */
export function planText({ repository, steps, conflicts, needed }: Plan): string {
  const head =
    steps.length === 0 ? `${repository}: nothing to change.` : `${repository}: ${steps.length} steps.`
  const asked = needed.map(({ says }) => `! ${says}`)
  const inTheWay = conflicts.map(({ target, says }) => `! ${target}: ${says}`)
  return [head, ...asked, ...inTheWay, ...steps.flatMap(stepText)].join('\n')
}

function stepText({ title, target, before, after, calls, reversible }: Step, index: number): string[] {
  const block = (mark: string, text: string | null) =>
    text === null ? [] : text.split('\n').map((line) => `     ${mark} ${line}`)
  return [
    '',
    `${index + 1}. ${title}${reversible ? '' : ' (cannot be undone)'}`,
    `   ${target}`,
    `   ${calls.join(', ')}`,
    ...block('-', before),
    ...block('+', after),
  ]
}
