import type { ExportFormat } from '../../../shared/domain/export/exported'
import type { RepositoryName } from '../../../shared/domain/ids'
import type { Plan, Step } from '../../../shared/domain/plan'
import { diffText } from '../diff-text'
import { EXIT } from '../exit'
import { writePlans } from '../plan-file'
import type { Session } from '../session'
import { chosenForm, chosenSetup, type SetupFlags } from '../setup-flags'
import { printExport } from './export'

/** Where a plan goes, and as what. */
export interface PlanOutput extends SetupFlags {
  out?: string
  as?: ExportFormat
}

/** `plan R`: what would change, and nothing more. */
export async function planVerb(
  session: Session,
  repository: RepositoryName,
  flags: PlanOutput,
): Promise<number> {
  const plan = await makePlan(session, repository, flags)
  if (flags.as) return printExport(session, [plan], flags.as, flags.out)
  if (flags.out) await writePlans(flags.out, [withoutSecrets(plan)])
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
export function planText(plan: Plan): string {
  const { repository, steps } = plan
  const head =
    steps.length === 0
      ? `${repository}: nothing to change.`
      : `${repository}: ${steps.length} ${steps.length === 1 ? 'step' : 'steps'}.`
  return [head, ...obstacleText(plan), ...leftText(plan), ...lintText(plan), ...steps.flatMap(stepText)].join(
    '\n',
  )
}

/** The weaknesses that the steps would bring in, the worst with the rest. */
function lintText({ lints = [] }: Plan): string[] {
  return lints.map(({ level, rule, says }) => `~ ${level}, ${rule}: ${says}`)
}

/** What a tear-down leaves in place. */
function leftText({ left = [] }: Plan): string[] {
  return left.map(({ target, says }) => `· ${target}: ${says}`)
}

/** What a plan lacks, and what stands in its way. */
export function obstacleText({ conflicts, needed }: Plan): string[] {
  const asked = needed.map(({ says }) => `! ${says}`)
  return [...asked, ...conflicts.map(({ target, says }) => `! ${target}: ${says}`)]
}

function stepText(step: Step, index: number): string[] {
  const { title, target, calls, reversible } = step
  return [
    '',
    `${index + 1}. ${title}${reversible ? '' : ' (cannot be undone)'}`,
    `   ${target}`,
    `   ${calls.join(', ')}`,
    ...changeText(step).map((line) => `     ${line}`),
  ]
}

/** What a step changes: file by file where it proposes files. */
function changeText({ action, before, after }: Step): string[] {
  if (action.kind !== 'propose-workflow') return diffText(before, after)
  return action.files.flatMap((file) => [file.path, ...diffText(file.before, file.after)])
}
