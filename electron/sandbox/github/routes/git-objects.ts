import type { Hono } from 'hono'
import { z } from 'zod'
import { type FlatTree, treeEntries, writeBlob, writeCommit, writeTree } from '../git-objects'
import { resolveCommit } from '../git-store'
import type { GithubRepository } from '../github-world'
import { readBody } from '../request/body'
import { type GithubContext, type GithubEnv, instant } from '../request/context'
import { GithubFault, invalid, notFound, orNotFound } from '../request/fault'
import { allows, lacking, repositoryFor } from '../request/permission'
import { gitCommit, gitTree, sizeOf, wrappedBase64 } from '../respond/commit'
import { nodeId } from '../respond/node-id'

const NewBlob = z.object({ content: z.string(), encoding: z.enum(['utf-8', 'base64']).default('utf-8') })
const NewTree = z.object({
  base_tree: z.string().optional(),
  tree: z.array(
    z.object({
      path: z.string().min(1),
      mode: z.enum(['100644', '100755', '040000', '160000', '120000']).optional(),
      type: z.enum(['blob', 'tree', 'commit']).optional(),
      sha: z.string().nullable().optional(),
      content: z.string().optional(),
    }),
  ),
})
const NewCommit = z.object({
  message: z.string(),
  tree: z.string(),
  parents: z.array(z.string()).default([]),
})

const GIT = '/repos/:owner/:repo/git'

/** Git's own objects: blobs, trees, commits. */
export function gitObjectRoutes(app: Hono<GithubEnv>): void {
  app.post(`${GIT}/blobs`, createBlob)
  app.get(`${GIT}/blobs/:sha`, readBlob)
  app.post(`${GIT}/trees`, createTree)
  app.get(`${GIT}/trees/:sha`, readTree)
  app.post(`${GIT}/commits`, createCommit)
  app.get(`${GIT}/commits/:sha`, (c) => {
    const repository = repositoryFor(c, { contents: 'read' })
    const commit = orNotFound(repository.git.commits[c.req.param('sha')])
    return c.json(gitCommit(c.get('scene'), repository, commit))
  })
}

/** The Git database takes no objects before the first commit. */
function requireHistory(repository: GithubRepository): void {
  if (Object.keys(repository.git.commits).length === 0) {
    throw new GithubFault(409, 'Git Repository is empty.')
  }
}

async function createBlob(c: GithubContext) {
  const repository = repositoryFor(c, { contents: 'write' })
  requireHistory(repository)
  const { content, encoding } = await readBody(c, NewBlob)
  const sha = writeBlob(repository.git, Buffer.from(content, encoding).toString('utf8'))
  c.get('scene').stage.changed()
  return c.json({ sha, url: c.get('scene').links.repo(repository, `/git/blobs/${sha}`) }, 201)
}

function readBlob(c: GithubContext) {
  const repository = repositoryFor(c, { contents: 'read' })
  const sha = c.req.param('sha') ?? ''
  const text = orNotFound(repository.git.blobs[sha])
  return c.json({
    sha,
    node_id: nodeId('B', repository.id, sha),
    size: sizeOf(repository, sha),
    url: c.get('scene').links.repo(repository, `/git/blobs/${sha}`),
    content: wrappedBase64(text),
    encoding: 'base64',
  })
}

async function createTree(c: GithubContext) {
  const repository = repositoryFor(c, { contents: 'write' })
  requireHistory(repository)
  const scene = c.get('scene')
  const body = await readBody(c, NewTree)
  if (body.tree.some(({ path }) => path.startsWith('.github/workflows/'))) requireWorkflowRight(c, repository)
  const files = baseTree(repository, body.base_tree)
  for (const entry of body.tree) {
    if (entry.content !== undefined) files[entry.path] = writeBlob(repository.git, entry.content)
    else if (entry.sha === null) removePath(files, entry.path)
    else addObject(repository, files, entry.path, entry.sha)
  }
  const sha = writeTree(repository.git, files)
  scene.stage.changed()
  return c.json(gitTree(scene, repository, sha, treeEntries(repository.git, sha) ?? []), 201)
}

/** Workflow files ask for a right of their own; GitHub tells a classic token no more than 404. */
function requireWorkflowRight(c: GithubContext, repository: GithubRepository): void {
  const { caller } = c.get('scene')
  if (caller.scopes && !caller.scopes.includes('workflow')) throw notFound()
  const needs = { contents: 'write', workflows: 'write' } as const
  if (!caller.scopes && !allows(caller, needs, repository)) throw lacking(caller, needs, 'workflow')
}

function baseTree({ git }: GithubRepository, base: string | undefined): FlatTree {
  if (base === undefined) return {}
  const tree = git.trees[base] ?? git.trees[git.commits[base]?.tree ?? '']
  if (!tree) throw invalid('base_tree is not a valid tree oid')
  return { ...tree }
}

function removePath(files: FlatTree, path: string): void {
  const below = Object.keys(files).filter((each) => each === path || each.startsWith(`${path}/`))
  if (below.length === 0) throw invalid('GitRPC::BadObjectState')
  for (const each of below) delete files[each]
}

function addObject({ git }: GithubRepository, files: FlatTree, path: string, sha = ''): void {
  const subtree = git.trees[sha]
  if (git.blobs[sha] === undefined && !subtree) throw invalid(`tree.sha ${sha} is not a valid blob`)
  if (!subtree) files[path] = sha
  for (const [below, blob] of Object.entries(subtree ?? {})) files[`${path}/${below}`] = blob
}

function readTree(c: GithubContext) {
  const repository = repositoryFor(c, { contents: 'read' })
  const { git, defaultBranch } = repository
  const asked = c.req.param('sha') ?? ''
  const commit = resolveCommit(git, asked, defaultBranch)
  const sha = (commit === null ? undefined : git.commits[commit]?.tree) ?? asked
  const entries = orNotFound(treeEntries(git, sha))
  const all = Object.entries(git.trees[sha] ?? {}).map(([name, blob]) => ({
    name,
    kind: 'blob' as const,
    sha: blob,
  }))
  const recursive = c.req.query('recursive') !== undefined
  return c.json(gitTree(c.get('scene'), repository, sha, recursive ? all : entries))
}

async function createCommit(c: GithubContext) {
  const repository = repositoryFor(c, { contents: 'write' })
  requireHistory(repository)
  const scene = c.get('scene')
  const { message, tree, parents } = await readBody(c, NewCommit)
  if (!repository.git.trees[tree]) throw invalid('Tree SHA does not exist')
  if (parents.some((sha) => !repository.git.commits[sha])) throw invalid('Parent SHA does not exist')
  const date = instant(scene.stage.now())
  const sha = writeCommit(repository.git, { tree, parents, message, author: scene.caller.login, date })
  scene.stage.changed()
  return c.json(gitCommit(scene, repository, orNotFound(repository.git.commits[sha])), 201)
}
