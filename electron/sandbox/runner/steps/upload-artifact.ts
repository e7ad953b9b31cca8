import { createHash } from 'node:crypto'
import { takeId } from '../../github/repository-store'
import { zipOf } from '../../github/zip'
import { type Act, blocks, failWith, type StepEnd, type StepScene, workingDirectory } from '../job-scene'
import { instant } from '../scene'

const DEFAULTS = {
  name: 'artifact',
  'if-no-files-found': 'warn',
  'compression-level': '6',
  overwrite: 'false',
  'include-hidden-files': 'false',
}
/** What a repository keeps artifacts for unless it says otherwise. */
const RETENTION_DAYS = 90
const DAY = 86_400_000

/** `actions/upload-artifact`: keeps files of the checkout, or of the temporary folder, with the run. */
export const uploadArtifact: Act = async (scene) => {
  const inputs = { ...DEFAULTS, ...scene.with }
  scene.log.group(`Run ${scene.step.uses}`, blocks(inputs, scene.env))
  const path = scene.with.path ?? ''
  if (path === '') return failWith(scene, 'Input required and not supplied: path')
  const files = filesAt(
    scene,
    path.split('\n').map((each) => each.trim()),
  )
  if (Object.keys(files).length === 0) return noneFound(scene, inputs['if-no-files-found'], path)
  keep(scene, inputs.name, files, Number(scene.with['retention-days']) || RETENTION_DAYS)
  return 'success'
}

function noneFound(scene: StepScene, wanted: string, path: string): StepEnd {
  const says = `No files were found with the provided path: ${path}. No artifacts will be uploaded.`
  if (wanted === 'error') return failWith(scene, says)
  if (wanted === 'ignore') scene.log.line(says)
  else scene.log.issue('warning', says)
  return 'success'
}

function keep(scene: StepScene, name: string, files: Record<string, string>, days: number): void {
  const { log, run, repository, world, stage } = scene
  const id = takeId(world.github)
  const zip = zipOf(files)
  const createdAt = instant(stage)
  const expiresAt = new Date(Date.parse(createdAt) + days * DAY).toISOString()
  run.artifacts = [...(run.artifacts ?? []), { id, name, files, createdAt, expiresAt }]
  const count = Object.keys(files).length
  log.line(
    `With the provided path, there will be ${count} ${count === 1 ? 'file' : 'files'} uploaded`,
    'Artifact name is valid!',
    'Root directory input is valid!',
    'Beginning upload of artifact content to blob storage',
    `Uploaded bytes ${zip.length}`,
    'Finished uploading artifact content to blob storage!',
    `SHA256 digest of uploaded artifact zip is ${createHash('sha256').update(zip).digest('hex')}`,
    'Finalizing artifact upload',
    `Artifact ${name}.zip successfully finalized. Artifact ID ${id}`,
    `Artifact ${name} has been successfully uploaded! Final size is ${zip.length} bytes. Artifact ID is ${id}`,
    `Artifact download URL: https://github.com/${repository.owner}/${repository.name}/actions/runs/${run.id}/artifacts/${id}`,
  )
}

/** The files that some path names, below the folder that all of them share. */
function filesAt(scene: StepScene, paths: string[]): Record<string, string> {
  const folder = workingDirectory(scene)
  const checkedOut = Object.entries(scene.workspace ?? {}).map(([path, text]) => [`${folder}/${path}`, text])
  const all = [...checkedOut, ...Object.entries(scene.temporary)] as [string, string][]
  const found = new Map<string, string>()
  const roots: string[] = []
  for (const path of paths.filter(Boolean)) {
    const wanted = (path.startsWith('/') ? path : `${folder}/${path.replace(/^\.\//, '')}`).replace(/\/$/, '')
    const pattern = patternOf(wanted)
    for (const [at, text] of all) {
      if (!pattern.test(at)) continue
      found.set(at, text)
      roots.push(at === wanted ? parentOf(at) : wanted.replace(/\/?[^/]*[*?].*$/, ''))
    }
  }
  const root = roots.reduce((shared, each) => commonFolder(shared, each), roots[0] ?? '')
  return Object.fromEntries([...found].map(([at, text]) => [at.slice(root.length + 1), text]))
}

/** A file, a folder with all that is in it, or a pattern. */
function patternOf(path: string): RegExp {
  const source = path
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*\*\/?|\*|\?/g, (wild) => (wild.startsWith('**') ? '.*' : wild === '*' ? '[^/]*' : '[^/]'))
  return new RegExp(`^${source}(?:/.*)?$`)
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'))
}

function commonFolder(one: string, other: string): string {
  const [left, right] = [one.split('/'), other.split('/')]
  const differs = left.findIndex((part, at) => part !== right[at])
  return (differs < 0 ? left : left.slice(0, differs)).join('/')
}
