import { describe, expect, it } from 'vitest'
import { type ActionsPolicy, judgeAction } from '../../shared/domain/repository-policy'
import { fittingDuration, outlivedSession } from '../../shared/domain/session-outlived'
import { grantIdToken } from '../../shared/domain/workflow-edit'
import { parseWorkflow } from '../../shared/domain/workflow-file'
import { frontMatterOf, setFrontMatter } from '../../shared/domain/workflow-md'

function jobOf(head: string, steps: string) {
  const text = `on: push\njobs:\n  ask:\n    runs-on: x\n${head}    steps:\n${steps}`
  const parsed = parseWorkflow('x.yml', text)
  const job = parsed.valid ? parsed.file.jobs[0] : undefined
  if (job === undefined) throw new Error(JSON.stringify(parsed))
  return job
}

const configure = (seconds?: number) =>
  `      - uses: aws-actions/configure-aws-credentials@v6\n        with:\n          role-to-assume: arn\n          aws-region: us-east-1\n${seconds === undefined ? '' : `          role-duration-seconds: ${seconds}\n`}`
const call = (minutes?: number) =>
  `      - run: claude -p hello\n${minutes === undefined ? '' : `        timeout-minutes: ${minutes}\n`}`

describe('a session that a job may outlive', () => {
  it.each([
    ['nothing is limited', '', configure() + call() + call(), [], null],
    ['a step before it may take the whole session', '', configure() + call(60) + call(), [2], null],
    ['steps before it add up', '', configure() + call(30) + call(30) + call(), [3], null],
    ['the session is longer', '', configure(7200) + call(90) + call(), [], null],
    ['the job may take longer', '    timeout-minutes: 120\n', configure() + call() + call(), [2], null],
    ['the job ends sooner', '    timeout-minutes: 45\n', configure() + call() + call(), [], null],
    ['the role is taken again', '', configure() + call(60) + configure() + call(), [], null],
    ['one step may take longer by itself', '', configure() + call(90), [], 5400],
    ['no session is as long as a step', '', configure() + call(800), [], null],
    ['less than STS gives', '', configure(600) + call(), [], 3600],
    ['more than STS gives', '', configure(50_000) + call(), [], 43_200],
  ])('%s', (_, head, steps, before, duration) => {
    const job = jobOf(head, steps)
    expect(outlivedSession(job).before.map(({ index }) => index)).toEqual(before)
    expect(fittingDuration(job)).toBe(duration)
  })
})

describe('the rights that a job had by default', () => {
  const text = 'on: push\njobs:\n  ask:\n    runs-on: x\n    steps: [{ run: a }]\n'
  it.each([
    ['read', ['contents: read', 'packages: read', 'id-token: write']],
    ['write', ['contents: write', 'pull-requests: write', 'packages: write', 'id-token: write']],
    [null, ['contents: read', 'id-token: write']],
  ] as const)('%s: they are written out', (defaults, lines) => {
    const edit = grantIdToken(text, 'ask', defaults)
    for (const line of lines)
      expect(edit).toMatchObject({ ok: true, text: expect.stringContaining(`      ${line}\n`) })
    if (edit.ok && defaults !== 'write')
      expect(edit.text.match(/: (?:read|write)$/gm)).toHaveLength(lines.length)
  })
})

describe('whether an action may run', () => {
  const all: ActionsPolicy = { enabled: true, allowed: 'all', pinned: false, selected: null }
  const some = (patterns: string[], verified = false): ActionsPolicy => ({
    ...all,
    allowed: 'selected',
    selected: { githubOwned: true, verified, patterns },
  })
  const CONFIGURE = 'aws-actions/configure-aws-credentials@v6'
  it.each([
    [CONFIGURE, all, 'run'],
    [CONFIGURE, { ...all, allowed: 'local_only' }, 'not-run'],
    ['acme/tool@v1', { ...all, allowed: 'local_only' }, 'run'],
    ['./.github/actions/x', { ...all, allowed: 'local_only', pinned: true }, 'run'],
    ['actions/checkout@v7', some([]), 'run'],
    [CONFIGURE, some([]), 'not-run'],
    [CONFIGURE, some(['aws-actions/*']), 'run'],
    [CONFIGURE, some(['aws-actions/configure-aws-credentials@v5']), 'not-run'],
    [CONFIGURE, some(['AWS-Actions/configure-aws-credentials@*']), 'run'],
    [CONFIGURE, some([], true), 'unknown'],
    [CONFIGURE, { ...all, pinned: true }, 'not-run'],
    [`aws-actions/configure-aws-credentials@${'a'.repeat(40)}`, { ...all, pinned: true }, 'run'],
  ] as const)('%s', (uses, policy, may) => {
    expect(judgeAction(uses, policy, 'acme').may).toBe(may)
  })
})

describe('the front matter of WORKFLOW.md', () => {
  const NEW = 'us.anthropic.claude-haiku-4-5-20251001-v1:0'
  it.each([
    ['---\nmodel: a.b # why\nother: 1\n---\n# Text\n', `---\nmodel: ${NEW} # why\nother: 1\n---\n# Text\n`],
    ['---\r\nmodel: "a.b"\r\n---\r\nmodel: no\r\n', `---\r\nmodel: ${NEW}\r\n---\r\nmodel: no\r\n`],
    ['---\nother: 1\n---\n', `---\nmodel: ${NEW}\nother: 1\n---\n`],
    ['---\nmodel:\n---\n', `---\nmodel: ${NEW}\n---\n`],
    ['---\n---\ntext', `---\nmodel: ${NEW}\n---\ntext`],
    ['# Text\n', `---\nmodel: ${NEW}\n---\n# Text\n`],
    ['', `---\nmodel: ${NEW}\n---\n`],
  ])('%j becomes %j', (before, after) => {
    expect(setFrontMatter(before, 'model', NEW)).toEqual({ ok: true, text: after })
    expect(frontMatterOf(after)?.model?.text).toBe(NEW)
  })

  it('puts the model of the gap analysis below the first one', () => {
    const before = '---\n# Models\nmodel: a.b\n---\nText\n'
    const edit = setFrontMatter(before, 'gap_analysis_model', NEW)
    expect(edit).toEqual({
      ok: true,
      text: `---\n# Models\nmodel: a.b\ngap_analysis_model: ${NEW}\n---\nText\n`,
    })
  })
})
