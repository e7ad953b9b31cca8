import { describe, expect, it } from 'vitest'
import { addDispatchTrigger, type Edit, grantIdToken } from '../../shared/domain/workflow-edit'
import { parseWorkflow } from '../../shared/domain/workflow-file'

/** The text of an edit that must succeed. */
function textOf(edit: Edit): string {
  if (!edit.ok) throw new Error(edit.why)
  return edit.text
}

/** Lines that are only in `after`, and lines that are only in `before`. */
function changes(before: string, after: string) {
  const missingFrom = (lines: string[], other: string[]) => {
    const rest = [...other]
    return lines.filter((line) => {
      const at = rest.indexOf(line)
      if (at !== -1) rest.splice(at, 1)
      return at === -1
    })
  }
  const [old, now] = [before.split('\n'), after.split('\n')]
  return { added: missingFrom(now, old), removed: missingFrom(old, now) }
}

function idTokenOf(text: string, jobId: string) {
  const parsed = parseWorkflow('x.yml', text)
  return parsed.valid ? parsed.file.jobs.find(({ id }) => id === jobId)?.idToken : parsed.errors
}

const withoutPermissions = `# How we ask
on: push   # always

jobs:
  ask: # the job
    runs-on: ubuntu-latest # a comment
    # the steps
    steps:
      - run:   echo a   # odd   spacing
  other:
    runs-on: ubuntu-latest
    steps: [{run: b}]
`

describe('granting id-token: write', () => {
  it('adds permissions at the job, keeps checkout working, and touches nothing else', () => {
    const text = textOf(grantIdToken(withoutPermissions, 'ask'))
    expect(changes(withoutPermissions, text)).toEqual({
      added: ['    permissions:', '      contents: read', '      id-token: write'],
      removed: [],
    })
    expect(text).toContain('    runs-on: ubuntu-latest # a comment\n    permissions:\n')
    expect(idTokenOf(text, 'ask')).toBe('write')
    expect(idTokenOf(text, 'other')).toBe('none')
  })

  it('adds one line to permissions that the job has', () => {
    const before = withoutPermissions.replace(
      '    # the steps',
      '    permissions:\n      contents: read # to check out\n      issues: write\n\n    # the steps',
    )
    const text = textOf(grantIdToken(before, 'ask'))
    expect(changes(before, text)).toEqual({ added: ['      id-token: write'], removed: [] })
    expect(text).toContain('      issues: write\n      id-token: write\n\n    # the steps')
  })

  it.each([
    ['permissions: { contents: read }', 'permissions: { contents: read, id-token: write }'],
    ['permissions: {contents: read} # least', 'permissions: {contents: read, id-token: write} # least'],
    ['permissions: {}', 'permissions: { id-token: write }'],
    ['permissions: { id-token: none, contents: read }', 'permissions: { id-token: write, contents: read }'],
  ])('%s becomes %s', (from, to) => {
    const before = withoutPermissions.replace('    # the steps', `    ${from}`)
    expect(textOf(grantIdToken(before, 'ask'))).toBe(
      withoutPermissions.replace('    # the steps', `    ${to}`),
    )
  })

  it('replaces a denial', () => {
    const before = withoutPermissions.replace(
      '    # the steps',
      '    permissions:\n      id-token: none # never',
    )
    const text = textOf(grantIdToken(before, 'ask'))
    expect(changes(before, text)).toEqual({
      added: ['      id-token: write # never'],
      removed: ['      id-token: none # never'],
    })
  })

  it("writes out what the job had of the workflow's permissions", () => {
    const before = `permissions:\n  contents: read\n  issues: write\n${withoutPermissions}`
    const text = textOf(grantIdToken(before, 'ask'))
    expect(changes(before, text)).toEqual({
      added: ['    permissions:', '      contents: read', '      issues: write', '      id-token: write'],
      removed: [],
    })
    expect(idTokenOf(text, 'other')).toBe('none')
  })

  it('adds no right but this one where the workflow declares none', () => {
    const before = `permissions: {}\n${withoutPermissions}`
    const text = textOf(grantIdToken(before, 'ask'))
    expect(changes(before, text).added).toEqual(['    permissions:', '      id-token: write'])
  })

  it('spells read-all out, since the two cannot be combined', () => {
    const before = withoutPermissions.replace('    # the steps', '    permissions: read-all # all of it')
    const text = textOf(grantIdToken(before, 'ask'))
    expect(text).toContain('    permissions: # all of it\n      actions: read\n')
    expect(text).toContain('      contents: read\n')
    expect(idTokenOf(text, 'ask')).toBe('write')
  })

  it('edits a job in flow style', () => {
    const before = 'on: push\njobs: { ask: { runs-on: x, steps: [{ run: a }] } }\n'
    expect(textOf(grantIdToken(before, 'ask'))).toBe(
      'on: push\njobs: { ask: { permissions: { contents: read, id-token: write }, runs-on: x, steps: [{ run: a }] } }\n',
    )
  })

  it('edits a job that calls a workflow', () => {
    const before = 'on: push\njobs:\n  ask:\n    uses: ./.github/workflows/a.yml\n    with:\n      model: m'
    expect(textOf(grantIdToken(before, 'ask'))).toBe(
      'on: push\njobs:\n  ask:\n    uses: ./.github/workflows/a.yml\n    permissions:\n      contents: read\n      id-token: write\n    with:\n      model: m',
    )
  })

  it('finds its place below a runs-on of several lines', () => {
    const before = withoutPermissions.replace(
      'ubuntu-latest # a comment',
      '\n      - self-hosted\n      - linux # both',
    )
    const text = textOf(grantIdToken(before, 'ask'))
    expect(text).toContain(
      '      - linux # both\n    permissions:\n      contents: read\n      id-token: write\n',
    )
  })

  it('keeps CRLF line ends and a byte order mark', () => {
    const before = `\uFEFF${withoutPermissions.replaceAll('\n', '\r\n')}`
    const text = textOf(grantIdToken(before, 'ask'))
    expect(text.replaceAll('\r\n', '')).not.toContain('\n')
    expect(text).toBe(`\uFEFF${textOf(grantIdToken(withoutPermissions, 'ask')).replaceAll('\n', '\r\n')}`)
  })

  it('leaves a job that has it as it is', () => {
    const before = `permissions: write-all\n${withoutPermissions}`
    expect(textOf(grantIdToken(before, 'ask'))).toBe(before)
  })

  it('refuses where an anchor would give it to another job too', () => {
    const before = `on: push
jobs:
  ask:
    runs-on: x
    permissions: &rights
      contents: read
    steps: [{ run: a }]
  other:
    runs-on: x
    permissions: *rights
    steps: [{ run: b }]
`
    for (const job of ['ask', 'other']) {
      expect(grantIdToken(before, job)).toEqual({ ok: false, why: expect.stringMatching(/by hand.*anchors/) })
    }
  })

  it('refuses an unreadable file and an unknown job', () => {
    expect(grantIdToken('on: [', 'ask')).toEqual({
      ok: false,
      why: expect.stringMatching(/cannot be read.*Line 1/),
    })
    expect(grantIdToken(withoutPermissions, 'nobody')).toEqual({
      ok: false,
      why: expect.stringContaining('nobody'),
    })
  })
})

describe('adding workflow_dispatch', () => {
  const jobs = 'jobs:\n  a:\n    runs-on: x\n    steps: [{ run: a }]\n'
  it.each([
    ['on: push # c\n', 'on: [push, workflow_dispatch] # c\n'],
    ['"on": "push"\n', '"on": ["push", workflow_dispatch]\n'],
    ['on: [push, pull_request] # c\n', 'on: [push, pull_request, workflow_dispatch] # c\n'],
    ['on:\n- push # c\n', 'on:\n- push # c\n- workflow_dispatch\n'],
    ['on:\n  - push\n\n', 'on:\n  - push\n  - workflow_dispatch\n\n'],
    ['on: # c\n  # d\n  push:\n', 'on: # c\n  workflow_dispatch:\n  # d\n  push:\n'],
    [
      'on:\n    push:\n        branches: [main]\n',
      'on:\n    workflow_dispatch:\n    push:\n        branches: [main]\n',
    ],
    ['on: { push: { branches: [main] } }\n', 'on: { push: { branches: [main] }, workflow_dispatch: {} }\n'],
    ['on:\r\n  push:\r\n', 'on:\r\n  workflow_dispatch:\r\n  push:\r\n'],
  ])('%j becomes %j', (from, to) => {
    expect(textOf(addDispatchTrigger(`name: n\n${from}${jobs}`))).toBe(`name: n\n${to}${jobs}`)
  })

  it('leaves a file that has it as it is', () => {
    const text = `on:\n  workflow_dispatch:\n    inputs: {}\n${jobs}`
    expect(textOf(addDispatchTrigger(text))).toBe(text)
  })

  it('refuses a file that is only called: its caller is the one to start', () => {
    expect(addDispatchTrigger(`on: workflow_call\n${jobs}`)).toEqual({
      ok: false,
      why: expect.stringMatching(/calls it/),
    })
  })
})
