import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import {
  addConfigureStep,
  addDispatchTrigger,
  type Edit,
  grantIdToken,
  grantRights,
  pinActions,
  repeatConfigureStep,
  setEnvironment,
  setSessionDuration,
} from '../../shared/domain/workflow-edit'
import { parseWorkflow } from '../../shared/domain/workflow-file'
import { CORPUS, FORMS } from '../support/workflow-corpus'

/* biome-ignore lint/suspicious/noExplicitAny: the second opinion on what a file means is plain YAML. */
type Plain = any

/** One edit of one place, and what a second reader of the file must see afterwards. */
interface Trial {
  what: string
  edit: (text: string) => Edit
  /** Changes the file as plain YAML reads it; the file itself where nothing is to change. */
  wanted: (file: Plain) => void
  /** Lines that may differ from before; lines that are added do not count. */
  touches: RegExp
}

const CONFIGURE = /^aws-actions\/configure-aws-credentials@/
const PINS: Record<string, string> = {
  'actions/checkout': '3d3c42e5aac5ba805825da76410c181273ba90b1',
  'aws-actions/configure-aws-credentials': 'e6de054238d6b7531b4efff3b6587d9aade6a06c',
  'anthropics/claude-code-action': '24dcd50c0568f0fc9e9211213a4fd2d9eb15c4e0',
}
const TAGS = ['checkout@v7', 'checkout@v7.0.1', 'credentials@v6', 'credentials@v6.2.3', 'action@v1']

function trialsOf(file: Plain): Trial[] {
  return [dispatch(), pins(), ...Object.keys(file.jobs).flatMap((job) => trialsOfJob(file, job))]
}

function dispatch(): Trial {
  return {
    what: 'addDispatchTrigger',
    edit: addDispatchTrigger,
    wanted: (file) => {
      const { on } = file
      if (typeof on === 'string' ? on === EVENT : Array.isArray(on) ? on.includes(EVENT) : EVENT in on) return
      if (typeof on === 'string') file.on = [on, EVENT]
      else if (Array.isArray(on)) on.push(EVENT)
      else on[EVENT] = null
    },
    touches: /on["']?:/,
  }
}
const EVENT = 'workflow_dispatch'

function pins(): Trial {
  return {
    what: 'pinActions',
    edit: pinActions,
    wanted: (file) => {
      for (const job of Object.values<Plain>(file.jobs)) {
        for (const step of job.steps ?? []) {
          if (!TAGS.some((tag) => step.uses?.endsWith(tag))) continue
          const [name] = step.uses.split('@')
          step.uses = `${name}@${PINS[name]}`
        }
      }
    },
    touches: /uses["']?: .*@v/,
  }
}

function trialsOfJob(file: Plain, id: string): Trial[] {
  const { steps = [] } = file.jobs[id]
  const takes = (step: Plain) => CONFIGURE.test(step.uses ?? '')
  const first: number = steps.findIndex(takes)
  const repeats = steps.flatMap((_: Plain, index: number) =>
    first >= 0 && index > first ? [repeat(id, index)] : [],
  )
  return [
    rights(id, { 'id-token': 'write' }, (text) => grantIdToken(text, id)),
    rights(id, { contents: 'read', issues: 'write' }, (text) =>
      grantRights(text, id, { contents: 'read', issues: 'write' }),
    ),
    ...(first >= 0 ? [duration(id), ...repeats] : []),
    ...(steps.length > 0 && first < 0 && /bedrock|claude/i.test(JSON.stringify(steps))
      ? [configure(id)]
      : []),
    ...(steps.length > 0 ? [environment(id)] : []),
  ]
}

/** Every right of the job as GitHub's documentation counts them, whatever the level at which it stands. */
function rights(id: string, granted: Record<string, string>, edit: Trial['edit']): Trial {
  return {
    what: `rights of ${id}: ${Object.keys(granted)}`,
    edit,
    wanted: (file) => {
      for (const [name, job] of Object.entries<Plain>(file.jobs)) {
        const own = effective(job.permissions ?? file.permissions, file)
        job.rights = name === id ? raised(own, granted) : own
      }
      dropPermissions(file)
    },
    touches: /permissions|id-token: (?:none|read)|contents: read/,
  }
}

function raised(own: Plain, granted: Record<string, string>): Plain {
  if (own === null) return { contents: 'read', ...granted }
  const result = { ...own }
  for (const [scope, level] of Object.entries(granted)) if (result[scope] !== 'write') result[scope] = level
  return result
}

const SCOPES =
  'actions artifact-metadata attestations checks contents deployments discussions issues models packages pages pull-requests security-events statuses'

/** Null where nobody declares any: the repository's default, or of a file that is only called, the caller's. */
function effective(declared: Plain, _file: Plain): Plain {
  if (declared === undefined) return null
  const all = declared === 'read-all' ? 'read' : declared === 'write-all' ? 'write' : null
  if (all === null) return { ...declared }
  const every = Object.fromEntries(SCOPES.split(' ').map((scope) => [scope, all]))
  return all === 'write' ? { ...every, 'id-token': 'write' } : every
}

function dropPermissions(file: Plain): void {
  delete file.permissions
  for (const job of Object.values<Plain>(file.jobs)) delete job.permissions
}

/** The same file by the rights that its jobs have. */
function byRights(file: Plain): Plain {
  for (const job of Object.values<Plain>(file.jobs))
    job.rights = effective(job.permissions ?? file.permissions, file)
  dropPermissions(file)
  return file
}

function duration(id: string): Trial {
  return {
    what: `duration of ${id}`,
    edit: (text) => setSessionDuration(text, id, 7200),
    wanted: (file) => {
      for (const step of file.jobs[id].steps) {
        if (!CONFIGURE.test(step.uses ?? '')) continue
        // Two jobs may share one step by an anchor: plain YAML would change both.
        step.with = { ...step.with }
        const key = Object.keys(step.with).find((name) => /^role-duration-seconds$/i.test(name))
        step.with[key ?? 'role-duration-seconds'] = 7200
      }
    },
    touches: /role-duration-seconds|with: ?{|jobs: {/i,
  }
}

function repeat(id: string, index: number): Trial {
  return {
    what: `repeat in ${id} before ${index}`,
    edit: (text) => repeatConfigureStep(text, id, index),
    wanted: (file) => {
      const { steps } = file.jobs[id]
      const last = steps.slice(0, index).findLast((step: Plain) => CONFIGURE.test(step.uses ?? ''))
      const { id: _, ...again } = structuredClone(last)
      steps.splice(index, 0, { ...again, name: 'Configure AWS credentials again' })
    },
    touches: /^ *{ run|jobs: {/,
  }
}

function configure(id: string): Trial {
  const role = `\${{ vars.AWS_ROLE_ARN }}`
  const region = `\${{ vars.AWS_REGION }}`
  return {
    what: `configure step of ${id}`,
    edit: (text) => addConfigureStep(text, id, { role, region }),
    wanted: (file) => {
      const { steps } = file.jobs[id]
      const at = steps.findIndex((step: Plain) => /bedrock|claude/i.test(JSON.stringify(step)))
      steps.splice(at, 0, {
        name: 'Configure AWS credentials via OIDC',
        uses: `aws-actions/configure-aws-credentials@${PINS['aws-actions/configure-aws-credentials']}`,
        with: { 'role-to-assume': role, 'aws-region': region },
      })
    },
    touches: /(?!)/,
  }
}

function environment(id: string): Trial {
  return {
    what: `environment of ${id}`,
    edit: (text) => setEnvironment(text, id, 'bedrock-prod'),
    wanted: (file) => {
      const job = file.jobs[id]
      if (typeof job.environment === 'object') job.environment.name = 'bedrock-prod'
      else job.environment = 'bedrock-prod'
    },
    touches: /environment|name: staging|jobs: {/,
  }
}

/** Lines of `before` that `after` does not have any more, compared in order. */
function lost(before: string[], after: string[]): string[] {
  const gone: string[] = []
  let at = 0
  for (const line of before) {
    const found = after.indexOf(line, at)
    if (found < 0) gone.push(line)
    else at = found + 1
  }
  return gone
}

const plain = (text: string): Plain => parse(text.replace(/^\uFEFF/, ''))
/** Text and number read alike: inputs of actions are texts. Empty mappings of events say nothing. */
const comparable = (file: Plain): Plain =>
  JSON.parse(
    JSON.stringify(file, (key, value) => {
      if (typeof value === 'number' || typeof value === 'boolean') return String(value)
      return key === EVENT && value !== null && Object.keys(value).length === 0 ? null : value
    }),
  )

/** What cannot be said without changing something else as well, and is therefore left to a person. */
const REFUSED: Record<string, string[]> = {
  '13-called.yml': ['addDispatchTrigger'],
  '15-anchors.yml': ['duration of ask', 'duration of again', 'repeat in again before 2'],
  '16-shared-rights.yml': [
    'rights of ask: id-token',
    'rights of ask: contents,issues',
    'rights of other: id-token',
    'rights of other: contents,issues',
  ],
  '25-folded-values.yml': ['repeat in ask before 1', 'repeat in ask before 2'],
}

describe.each(CORPUS)('$name', ({ name, text: lf }) => {
  it('is a file that GitHub accepts', () => {
    expect(parseWorkflow(name, lf)).toMatchObject({ valid: true })
  })

  it.each(FORMS)('$form: every edit changes its own lines and its own meaning only', ({ of }) => {
    const text = of(lf)
    const refused: string[] = []
    for (const trial of trialsOf(plain(text))) {
      const result = trial.edit(text)
      if (!result.ok) {
        expect(result.why).toMatch(/\w\.$/)
        refused.push(trial.what)
        continue
      }
      const context = `${name}, ${trial.what}`
      const wanted = plain(text)
      trial.wanted(wanted)
      const found = plain(result.text)
      const judged = trial.what.startsWith('rights') ? byRights(found) : found
      expect(comparable(judged), context).toEqual(comparable(wanted))
      const gone = lost(text.split('\n'), result.text.split('\n'))
      expect(
        gone.filter((line) => !trial.touches.test(line) && !/^jobs: {/.test(line)),
        context,
      ).toEqual([])
      expect(/\r\n/.test(text) ? result.text.replaceAll('\r\n', '') : '', context).not.toContain('\n')
      expect(result.text.startsWith('\uFEFF'), context).toBe(text.startsWith('\uFEFF'))
      if (!/^(?:repeat)/.test(trial.what)) expect(trial.edit(result.text), context).toEqual(result)
    }
    expect(refused).toEqual(REFUSED[name] ?? [])
  })
})

it('covers thirty files and more', () => {
  expect(CORPUS.length).toBeGreaterThanOrEqual(30)
})
