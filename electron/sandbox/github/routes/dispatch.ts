import type { Hono } from 'hono'
import { z } from 'zod'
import { branchHead, fileAt, tagHead } from '../git-store'
import type { GithubRepository, GithubWorkflow } from '../github-world'
import { readBody } from '../request/body'
import type { GithubContext, GithubEnv } from '../request/context'
import { GithubFault, invalid, notFound } from '../request/fault'
import { repositoryFor } from '../request/permission'
import { newRun } from '../run-store'
import { type DispatchInputSource, readWorkflowSource } from '../workflow-source'
import { workflowOf } from './workflows'

const Dispatch = z.object({
  ref: z.string(),
  inputs: z.record(z.string(), z.unknown()).default({}),
  return_run_details: z.boolean().optional(),
})

/** GitHub's limit since 2025 (field-notes §4). */
const MAX_INPUTS = 25

/** Starts a workflow by hand. */
export function dispatchRoutes(app: Hono<GithubEnv>): void {
  app.post('/repos/:owner/:repo/actions/workflows/:workflow/dispatches', dispatch)
}

async function dispatch(c: GithubContext) {
  const repository = repositoryFor(c, { actions: 'write' })
  const { github, caller, now, links, version, stage, onDispatch } = c.get('scene')
  const workflow = workflowOf(c, repository)
  const body = await readBody(c, Dispatch)
  const { name, isTag, head, declared, runName } = requireDispatchable(repository, workflow, body.ref)
  const inputs = resolveInputs(declared, body.inputs)
  const run = newRun(github, repository, {
    workflow,
    event: 'workflow_dispatch',
    branch: name,
    ...(isTag && { refType: 'tag' as const }),
    headSha: head,
    actor: caller.login,
    inputs,
    ...(runName !== null && { title: titled(runName, inputs) }),
    createdAt: now,
  })
  stage.changed()
  onDispatch({
    repositoryId: repository.id,
    workflowId: workflow.id,
    event: 'workflow_dispatch',
    ref: `refs/${isTag ? 'tags' : 'heads'}/${name}`,
    inputs,
    actor: caller.login,
    runId: run.id,
  })
  // The older version answers with the run only when it is asked to (field-notes §4).
  if (version === '2022-11-28' && body.return_run_details !== true) return c.body(null, 204)
  return c.json({
    workflow_run_id: run.id,
    run_url: links.repo(repository, `/actions/runs/${run.id}`),
    html_url: links.page(repository, `/actions/runs/${run.id}`),
  })
}

function requireDispatchable(
  repository: GithubRepository,
  workflow: GithubWorkflow,
  ref: string,
): {
  name: string
  isTag: boolean
  head: string
  declared: Record<string, DispatchInputSource>
  runName: string | null
} {
  if (!repository.actions.enabled) {
    throw new GithubFault(403, 'GitHub Actions is not enabled for this repository.')
  }
  if (workflow.state === 'deleted') throw notFound()
  if (workflow.state !== 'active') {
    throw invalid("Cannot trigger a 'workflow_dispatch' on a disabled workflow")
  }
  const name = ref.replace(/^refs\/(?:heads|tags)\//, '')
  const branch = ref.startsWith('refs/tags/') ? null : branchHead(repository.git, name)
  const head = branch ?? tagHead(repository.git, name)
  if (head === null) throw invalid(`No ref found for: ${ref}`)
  const source = readWorkflowSource(fileAt(repository.git, head, workflow.path) ?? '')
  const { dispatchInputs: declared, runName } = source
  if (declared === null) throw invalid("Workflow does not have 'workflow_dispatch' trigger")
  return { name, isTag: branch === null, head, declared, runName }
}

/** A run’s own name; of its expressions the sandbox knows those that read an input. */
function titled(runName: string, inputs: Record<string, string>): string {
  return runName.replace(/\$\{\{\s*inputs\.([\w-]+)\s*\}\}/g, (_, name: string) => inputs[name] ?? '')
}

/** What the run will see: the given inputs and the defaults of the others; 422 for what the file does not declare. */
function resolveInputs(
  declared: Record<string, DispatchInputSource>,
  given: Record<string, unknown>,
): Record<string, string> {
  if (Object.keys(given).length > MAX_INPUTS) {
    throw invalid(`you may only define up to ${MAX_INPUTS} \`inputs\` when \`triggering\` a workflow`)
  }
  const unexpected = Object.keys(given).filter((name) => declared[name] === undefined)
  if (unexpected.length > 0) throw invalid(`Unexpected inputs provided: ${JSON.stringify(unexpected)}`)
  const entries = Object.entries(declared).map(([name, input]) => {
    const value = given[name] === undefined ? input.default : String(given[name])
    if (input.required && (value === null || value === '')) {
      throw invalid(`Required input '${name}' not provided`)
    }
    if (input.options && value !== null && !input.options.includes(value)) {
      throw invalid(`Provided value '${value}' for input '${name}' not in the list of allowed values`)
    }
    return [name, value ?? ''] as const
  })
  return Object.fromEntries(entries)
}
