import { describe, expect, it } from 'vitest'
import { bedrockJobs } from '../../shared/domain/bedrock-jobs'
import { AI_IMPLEMENT, AWS_VARIABLES, detectConvention } from '../../shared/domain/convention'
import { evaluateIf } from '../../shared/domain/expression'
import { type Convention, Setup, type SubjectScope, type Template } from '../../shared/domain/setup'
import { renderTemplate, SCRIPT_PATH, TEMPLATES } from '../../shared/domain/templates/templates'
import { parseWorkflow } from '../../shared/domain/workflow-file'

const CUSTOM: Convention = {
  id: 'custom',
  role: { kind: 'variable', name: 'CI_ROLE' },
  region: { kind: 'secret', name: 'CI_REGION' },
  model: { kind: 'secret', name: 'CI_MODEL' },
  fixed: [],
}
const CONVENTIONS = [AWS_VARIABLES, AI_IMPLEMENT, CUSTOM]
const MODEL = 'anthropic.claude-haiku-4-5-20251001-v1:0'

function setup(convention: Convention = AWS_VARIABLES, scope: SubjectScope[] = [{ kind: 'any' }]): Setup {
  return Setup.parse({
    account: '123456789012',
    role: 'github-actions-bedrock',
    region: 'eu-west-2',
    model: MODEL,
    breadth: 'model',
    scope,
    convention,
    template: 'python-boto3',
  })
}

const target = { repository: 'acme/web', defaultBranch: 'release/2.x' }

/** The rendered workflow files, parsed: each must be one that GitHub accepts. */
function workflows(template: Template, wanted: Setup) {
  return renderTemplate(template, wanted, target).flatMap(({ path, text }) => {
    if (!path.startsWith('.github/workflows/')) return []
    const parsed = parseWorkflow(path, text)
    if (!parsed.valid) throw new Error(`${path}: ${JSON.stringify(parsed.errors)}\n${text}`)
    return [{ path, text, file: parsed.file }]
  })
}

const offered = TEMPLATES.map(({ template }) => template).filter((template) => template !== 'keep')

it('every template of a setup is offered, and keeping proposes nothing', () => {
  expect(TEMPLATES.map(({ template }) => template).sort()).toEqual([...Setup.shape.template.options].sort())
  expect(renderTemplate('keep', setup(), target)).toEqual([])
})

describe.each(offered)('%s', (template) => {
  it('writes where a plan looks first: to the workflows’ folder, or to the script’s path', () => {
    for (const { path } of renderTemplate(template, setup(), target)) {
      expect(path).toSatisfy(
        (one) => one === SCRIPT_PATH || /^\.github\/workflows\/[^/]+\.yml$/.test(String(one)),
      )
    }
  })

  it.each(CONVENTIONS)('reads its settings by the names of $id', (convention) => {
    const [main] = workflows(template, setup(convention))
    const [ask] = main === undefined ? [] : bedrockJobs(main.file)
    const read = ({ kind, name }: { kind: string; name: string }) =>
      `\${{ ${kind === 'secret' ? 'secrets' : 'vars'}.${name} }}`
    expect(ask).toMatchObject({
      role: read(convention.role),
      region: read(convention.region),
      model: convention.model === null ? expect.stringContaining(MODEL) : read(convention.model),
    })
    expect(main === undefined ? null : detectConvention([main.file])).toEqual(convention)
  })

  it.each(CONVENTIONS)(
    'has no job without id-token: write, and no other right but reading ($id)',
    (convention) => {
      for (const { file, text } of workflows(template, setup(convention))) {
        expect(file.jobs.map(({ idToken }) => idToken)).toEqual(['write'])
        expect(text).toContain('\npermissions: {}\n')
        expect(text).toMatch(/ {4}permissions:\n {6}contents: read\n {6}id-token: write # .*\n {4}\w/)
      }
    },
  )

  it('is started by hand only', () => {
    const [main] = workflows(template, setup())
    expect(main?.file.triggers.map(({ event }) => event)).toEqual(['workflow_dispatch'])
    expect(main?.file.dispatchInputs).toMatchObject([{ name: 'prompt', required: false }])
  })

  it('is started by pull requests where the scope asks for them, but not by those that get no token', () => {
    const [main] = workflows(template, setup(AWS_VARIABLES, [{ kind: 'pull-request' }]))
    expect(main?.file.triggers).toEqual([
      { event: 'workflow_dispatch', branches: null, tags: null },
      { event: 'pull_request', branches: ['release/2.x'], tags: null },
    ])
    const condition = main?.file.jobs[0]?.if ?? ''
    const runs = (github: Record<string, string>) =>
      evaluateIf(condition, (_, name) => github[name] ?? '').holds
    const pull = { event_name: 'pull_request', repository: 'acme/web', actor: 'dev' }
    const head = 'event.pull_request.head.repo.full_name'
    expect(runs({ event_name: 'workflow_dispatch', repository: 'acme/web' })).toBe(true)
    expect(runs({ ...pull, [head]: 'acme/web' })).toBe(true)
    expect(runs({ ...pull, [head]: 'stranger/web' })).toBe(false)
    expect(runs({ ...pull, [head]: 'acme/web', actor: 'dependabot[bot]' })).toBe(false)
  })

  it('runs in the environment that the scope names', () => {
    const files = workflows(template, setup(AWS_VARIABLES, [{ kind: 'environment', name: 'model access' }]))
    expect(files.at(-1)?.file.jobs[0]?.environment).toBe('model access')
    for (const { file } of workflows(template, setup())) expect(file.jobs[0]?.environment).toBeNull()
  })

  it('pins every action to a full-length commit', () => {
    for (const { file } of workflows(template, setup())) {
      const uses = file.jobs.flatMap(({ steps }) => steps.flatMap((step) => step.uses ?? []))
      for (const action of uses) expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/)
    }
  })

  it('puts no expression into a shell script, where its value would be run', () => {
    for (const { file } of workflows(template, setup())) {
      for (const { run } of file.jobs.flatMap(({ steps }) => steps)) expect(run ?? '').not.toContain('${{')
    }
  })
})

it('the Python template brings the script that its workflow runs', () => {
  const files = renderTemplate('python-boto3', setup(), target)
  const script = files.find(({ path }) => path === 'scripts/call_bedrock.py')
  const workflow = files.find(({ path }) => path === '.github/workflows/bedrock.yml')
  expect(workflow?.text).toContain('python scripts/call_bedrock.py')
  const given = [...(script?.text.matchAll(/os\.environ\["(\w+)"\]/g) ?? [])].map(([, name]) => name)
  for (const name of given) expect(workflow?.text).toContain(`          ${name}: `)
})

it('the caller calls the file that comes with it, and passes what that requires', () => {
  for (const convention of CONVENTIONS) {
    const [caller, called] = workflows('reusable-caller', setup(convention))
    const [job] = caller?.file.jobs ?? []
    expect(job?.calls).toBe(`./${called?.path}`)
    expect(called?.file.triggers.map(({ event }) => event)).toEqual(['workflow_call'])
    expect(Object.keys(job?.callWith ?? {}).sort()).toEqual(
      called?.file.callInputs?.map(({ name }) => name).sort(),
    )
    for (const text of Object.values(job?.callWith ?? {})) expect(text).not.toContain('secrets.')
  }
})
