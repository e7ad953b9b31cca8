import { filesAt } from '../../github/git-store'
import { type Act, blocks, workingDirectory } from '../job-scene'

const DEFAULTS = {
  'ssh-strict': 'true',
  'ssh-user': 'git',
  'persist-credentials': 'true',
  clean: 'true',
  'sparse-checkout-cone-mode': 'true',
  'fetch-depth': '1',
  'fetch-tags': 'false',
  'show-progress': 'true',
  lfs: 'false',
  submodules: 'false',
  'set-safe-directory': 'true',
}

/** `actions/checkout`: from here on the scripts of the commit can be run. */
export const checkout: Act = async (scene) => {
  const { log, run, repository, happened, step, env } = scene
  const name = `${repository.owner}/${repository.name}`
  const inputs = { repository: name, token: '***', ...DEFAULTS, ...scene.with }
  const remote = happened.headRef ? `pull/${happened.refName}` : `origin/${happened.refName}`
  log.group(`Run ${step.uses}`, blocks(inputs, env))
  log.line(`Syncing repository: ${name}`)
  log.group('Getting Git version info', [
    `Working directory is '${workingDirectory(scene)}'`,
    '[command]/usr/bin/git version',
    'git version 2.52.0',
  ])
  log.group('Fetching the repository', [
    '[command]/usr/bin/git -c protocol.version=2 fetch --no-tags --prune --no-recurse-submodules ' +
      `--depth=1 origin +${run.headSha}:refs/remotes/${remote}`,
    `From https://github.com/${name}`,
    ` * [new ref]         ${run.headSha} -> ${remote}`,
  ])
  log.group('Checking out the ref', [
    `[command]/usr/bin/git checkout --progress --force refs/remotes/${remote}`,
    `HEAD is now at ${run.headSha.slice(0, 7)} ${subjectLine(repository.git.commits[run.headSha]?.message)}`,
  ])
  log.line('[command]/usr/bin/git log -1 --format=%H', run.headSha)
  scene.workspace = filesAt(repository.git, run.headSha)
  return 'success'
}

function subjectLine(message = ''): string {
  return message.split('\n')[0] ?? ''
}
