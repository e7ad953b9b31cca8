import { judgeAction } from '../../../shared/domain/repository-policy'
import type { GithubRepository } from '../github/github-world'
import type { JobScene, StepEnd } from './job-scene'
import { failWith } from './job-scene'
import { downloadLine } from './job-steps'

const RUNNER = '2.337.1'
const IMAGE = '20261102.118.1'

/** The step `Set up job`: the machine, the token's rights, the actions, and whether the repository allows them. */
export function setUpJob(scene: JobScene): StepEnd {
  const { log, planned } = scene
  if (scene.run.debug) log.line('##[debug]Starting: Set up job', `##[debug]Job ID: ${planned.job.id}`)
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
  const refusal = refusalOf(scene, actions)
  if (refusal !== null) return failWith(scene, refusal)
  log.line(...actions.map(downloadLine), `Complete job name: ${planned.name}`)
  return 'success'
}

function isRemote(uses: string): boolean {
  return !uses.startsWith('./') && !uses.startsWith('docker://')
}

/** What the repository's Actions settings say against the actions of a job (field-notes §7 row 28). */
function refusalOf({ repository }: JobScene, uses: readonly string[]): string | null {
  const { owner, name, actions } = repository
  const policy = {
    enabled: actions.enabled,
    allowed: actions.allowedActions,
    pinned: actions.shaPinningRequired,
    selected: { githubOwned: false, verified: false, patterns: [], ...actions.selected },
  }
  const refused = (why: 'not-allowed' | 'unpinned') =>
    uses.filter((one) => {
      const verdict = judgeAction(one, policy, owner)
      // Every maker of the actions that the runner plays is a verified creator.
      return verdict.may === 'not-run' && verdict.why === why
    })
  const [foreign, loose] = [refused('not-allowed'), refused('unpinned')]
  if (foreign.length > 0)
    return `${namesOf(foreign)} not allowed in ${owner}/${name} because ${originsOf(repository)}`
  if (loose.length === 0) return null
  return `${namesOf(loose)} not allowed in ${owner}/${name} because all actions must be pinned to a full-length commit SHA.`
}

function namesOf(uses: readonly string[]): string {
  const [first = '', ...others] = uses
  return others.length === 0
    ? `The action ${first} is`
    : `The actions ${uses.slice(0, -1).join(', ')} and ${uses.at(-1)} are`
}

function originsOf({ owner, actions: { allowedActions, selected } }: GithubRepository): string {
  const places = [
    `from a repository owned by ${owner}`,
    ...(allowedActions === 'selected' && selected?.githubOwned ? ['created by GitHub'] : []),
    ...(allowedActions === 'selected' && selected?.verified ? ['verified in the GitHub Marketplace'] : []),
    ...(allowedActions === 'selected' && selected && selected.patterns.length > 0
      ? [`match one of the patterns: ${selected.patterns.join(', ')}`]
      : []),
  ]
  const last = places.pop() ?? ''
  return `all actions must be ${places.length === 0 ? last : `${places.join(', ')}, or ${last}`}.`
}
