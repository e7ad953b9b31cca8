import { evaluateIf, resolveExpression } from '../../../shared/domain/expression'
import type { WorkflowStep } from '../../../shared/domain/workflow-types'
import type { GithubStep } from '../github/github-world'
import type { JobScene, StepEnd } from './job-scene'
import { actOf, hasPost, stepName } from './job-steps'
import { lookupIn, type StepResult } from './lookup'
import { instant } from './scene'
import { setUpJob } from './set-up-job'
import { stepScene } from './step-scene'

/** Runs the steps of an opened job in order: set-up, the file's, the clean-ups of those that ran, the end. */
export async function runSteps(scene: JobScene): Promise<StepEnd> {
  const { steps } = scene.planned.job
  const records = scene.job.steps
  const posts = steps.filter(hasPost).reverse()
  const ran = new Set<WorkflowStep>()
  let ended = await play(scene, records[0], async () => setUpJob(scene))
  const setUp = ended
  for (const [index, step] of setUp === 'success' ? steps.entries() : []) {
    const end = await runStep(scene, step, records[index + 1], ended)
    if (end !== null) ran.add(step)
    if (end === 'failure') ended = 'failure'
  }
  for (const [index, step] of posts.entries()) {
    if (ran.has(step)) await play(scene, records[1 + steps.length + index], async () => cleanUp(scene))
  }
  for (const record of records.slice(0, -1)) if (record.status !== 'completed') passOver(scene, record)
  await play(scene, records.at(-1), async () => complete(scene))
  return ended
}

/** Runs a step whose `if` holds; null where it is skipped. */
async function runStep(
  scene: JobScene,
  step: WorkflowStep,
  record: GithubStep | undefined,
  soFar: StepEnd,
): Promise<StepEnd | null> {
  const open = stepScene(scene, step)
  const lookup = lookupIn({ ...scene.scope, env: open.env })
  const runs = step.if === null ? soFar === 'success' : evaluateIf(step.if, lookup, soFar).holds
  if (record) record.name = resolveExpression(stepName(step), lookup).value
  if (!runs) {
    if (record) passOver(scene, record)
    remember(scene, step, { outcome: 'skipped', outputs: {} })
    return null
  }
  const end = await play(scene, record, async () => {
    const ended = await actOf(step)(open)
    // The folder belongs to the machine, not to the step that filled it.
    scene.workspace = open.workspace
    return ended
  })
  remember(scene, step, { outcome: end, outputs: open.outputs })
  return end
}

async function play(
  scene: JobScene,
  record: GithubStep | undefined,
  act: () => Promise<StepEnd>,
): Promise<StepEnd> {
  if (record) Object.assign(record, { status: 'in_progress', startedAt: instant(scene.stage) })
  scene.save()
  await scene.beat('step')
  const end = await act()
  if (record) {
    Object.assign(record, { status: 'completed', conclusion: end, completedAt: instant(scene.stage) })
  }
  scene.save()
  return end
}

function remember({ scope }: JobScene, { id }: WorkflowStep, result: StepResult): void {
  if (id !== null) scope.steps[id] = result
}

function passOver({ stage }: JobScene, record: GithubStep): void {
  const at = instant(stage)
  Object.assign(record, { status: 'completed', conclusion: 'skipped', startedAt: at, completedAt: at })
}

function cleanUp({ log }: JobScene): StepEnd {
  log.line('Post job cleanup.')
  return 'success'
}

function complete({ log }: JobScene): StepEnd {
  log.line('Cleaning up orphan processes')
  return 'success'
}
