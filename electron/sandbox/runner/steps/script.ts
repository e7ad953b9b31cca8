import { aws } from '../commands/aws'
import { claude } from '../commands/claude'
import type { Command } from '../commands/command'
import { installer } from '../commands/installers'
import { jq } from '../commands/jq'
import { program } from '../commands/program'
import { obeyed } from '../commands/workflow-command'
import { withFrontMatter } from '../commands/yq'
import { type Act, blocks, exitWith, type StepScene } from '../job-scene'
import { partsOf, readCommand } from '../shell-line'

const COLOUR = '\u001b[36;1m'
const RESET = '\u001b[0m'

/** The commands that the runner plays; what it does not know succeeds without a word. */
const KNOWN: Record<string, Command> = {
  aws,
  claude,
  python: program,
  python3: program,
  node: program,
  pip: installer,
  pip3: installer,
  npm: installer,
  npx: (scene, { words, ...rest }) =>
    /claude-code/.test(words[1] ?? '') ? claude(scene, { ...rest, words: ['claude', ...words.slice(2)] }) : 0,
  jq,
  echo: ({ log, outputs, env }, { words }) => {
    const [, said = '', sign, file] = words
    if (sign === '>>' && file !== undefined && file === env.GITHUB_OUTPUT) assign(outputs, said)
    if (words.some((word) => word.startsWith('>'))) return 0
    const line = words.slice(1).join(' ')
    if (!obeyed(log, line)) log.line(line)
    return 0
  },
  sleep: ({ tempo }, { words }) => {
    tempo.sleep(secondsOf(words[1] ?? '0') * 1000)
    return 0
  },
  exit: (_, { words }) => Number.parseInt(words[1] ?? '0', 10) || 0,
}

/** `90`, `90s`, `75m`, `2h`, as GNU's sleep reads them. */
function secondsOf(text: string): number {
  const [, number = '0', unit = 's'] = /^(\d+(?:\.\d+)?)([smh]?)$/.exec(text) ?? []
  return Number(number) * (unit === 'h' ? 3600 : unit === 'm' ? 60 : 1)
}

/** A `run:` step: its commands in order, the first that fails ends it (`bash -e`), unless `||` catches it. */
export const script: Act = async (scene) => {
  const lines = scene.script.trimEnd().split('\n')
  scene.log.group(`Run ${lines[0] ?? ''}`, [
    ...lines.map((line) => `${COLOUR}${line}${RESET}`),
    'shell: /usr/bin/bash -e {0}',
    ...blocks({}, scene.env),
  ])
  const shell = { ...scene, env: { ...runnerVariables(scene), ...scene.env } }
  let isCaught = false
  for (const { source, separator } of partsOf(scene.script)) {
    const code: number = isCaught ? 0 : await runCommand(shell, source)
    isCaught = separator === '||' && code === 0
    if (code !== 0 && separator !== '||') return exitWith(scene, code)
  }
  return 'success'
}

async function runCommand(shell: StepScene, source: string): Promise<number> {
  const command = readCommand(withFrontMatter(source, shell.workspace), shell.env)
  const { words, assignments } = command
  if (words[0] === 'export') {
    for (const word of words.slice(1)) assign(shell.env, word)
    return 0
  }
  if (words.length === 0) Object.assign(shell.env, assignments)
  const play = KNOWN[words[0] ?? '']
  return play ? play({ ...shell, env: { ...shell.env, ...assignments } }, command) : 0
}

function assign(env: Record<string, string>, word: string): void {
  const equals = word.indexOf('=')
  if (equals > 0) env[word.slice(0, equals)] = word.slice(equals + 1)
}

/** What the runner sets for every process, as far as scripts of ours read it. */
function runnerVariables({ scope: { github } }: StepScene): Record<string, string> {
  return {
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_ACTOR: github.actor ?? '',
    GITHUB_EVENT_NAME: github.event_name ?? '',
    GITHUB_OUTPUT: '/home/runner/work/_temp/_runner_file_commands/set_output',
    GITHUB_REF: github.ref ?? '',
    GITHUB_REF_NAME: github.ref_name ?? '',
    GITHUB_REPOSITORY: github.repository ?? '',
    GITHUB_RUN_ID: github.run_id ?? '',
    GITHUB_SHA: github.sha ?? '',
  }
}
