import type { JobScene, StepEnd } from './job-scene'
import { failWith } from './job-scene'
import { downloadLine } from './job-steps'

const RUNNER = '2.337.1'
const IMAGE = '20261102.118.1'

/** The step `Set up job`: the machine, the token's rights, the actions, and whether the repository allows them. */
export function setUpJob(scene: JobScene): StepEnd {
  const { log, planned } = scene
  log.line(`Current runner version: '${RUNNER}'`)
  log.group('Runner Image Provisioner', ['Hosted Compute Agent', 'Version: 20261020.509'])
  log.group('Operating System', ['Ubuntu', '24.04.4', 'LTS'])
  log.group('Runner Image', [
    'Image: ubuntu-24.04',
    `Version: ${IMAGE}`,
    `Included Software: https://github.com/actions/runner-images/blob/ubuntu24/${IMAGE.replace(/\.\d+$/, '')}/images/ubuntu/Ubuntu2404-Readme.md`,
  ])
  log.group('GITHUB_TOKEN Permissions', planned.permissions)
  log.line('Secret source: Actions', 'Prepare workflow directory', 'Prepare all required actions')
  const actions = [...new Set(planned.job.steps.flatMap(({ uses }) => uses ?? []))].filter(isRemote)
  if (actions.length > 0) log.line('Getting action download info')
  const refused = actions.find((uses) => refusalOf(scene, uses) !== null)
  if (refused !== undefined) return failWith(scene, refusalOf(scene, refused) ?? '')
  log.line(...actions.map(downloadLine), `Complete job name: ${planned.name}`)
  return 'success'
}

function isRemote(uses: string): boolean {
  return !uses.startsWith('./') && !uses.startsWith('docker://')
}

/** What the repository's Actions settings say against an action (field-notes §7 row 28). */
function refusalOf({ repository }: JobScene, uses: string): string | null {
  const name = `${repository.owner}/${repository.name}`
  if (repository.actions.allowedActions === 'local_only' && !uses.startsWith(`${repository.owner}/`)) {
    return `The action ${uses} is not allowed in ${name} because all actions must be from a repository owned by ${repository.owner}.`
  }
  if (repository.actions.shaPinningRequired && !/@[0-9a-f]{40}$/.test(uses)) {
    return `The action ${uses} is not allowed in ${name} because all actions must be pinned to a full-length commit SHA.`
  }
  return null
}
