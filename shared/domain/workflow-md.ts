import { isMap, parseDocument } from 'yaml'
import { AI_IMPLEMENT, holderOf } from './convention'
import { ModelId } from './ids'
import type { RepositoryObservation } from './observation'
import { scalar } from './templates/pieces'
import { linesBelow, pairOf, replaced } from './workflow/splice'
import { entriesOf, readYaml, textOf } from './workflow/yaml-tree'
import type { Edit } from './workflow-edit'
import type { WorkflowJob } from './workflow-types'

/** Where the ai-implement orchestrator's models are written: the front matter of a file at the repository's root. */
export const WORKFLOW_MD = 'WORKFLOW.md'

/** The keys that name a model: of the implementation, and of the gap analysis, which else takes the first one. */
export const MODEL_KEYS = ['model', 'gap_analysis_model'] as const
export type ModelKey = (typeof MODEL_KEYS)[number]

/** A model as the front matter names it, with its 1-based line in the file. */
export interface WrittenModel {
  text: string
  line: number
}

/** What the front matter says of models; a key that is absent or empty is null. */
export type FrontMatter = Record<ModelKey, WrittenModel | null>

const FENCE = /^\uFEFF?---[ \t]*\r?\n([\s\S]*?)^---[ \t]*(?:\r?\n|$)/m

/** Where the YAML between the two lines of dashes stands; null where a file has no front matter. */
function matterOf(text: string): { start: number; yaml: string } | null {
  const found = FENCE.exec(text)
  if (found === null || found.index !== 0 || found[1] === undefined) return null
  return { start: found[0].indexOf('\n') + 1, yaml: found[1] }
}

/** Reads the models; null where there is no front matter, or none that is YAML. */
export function frontMatterOf(text: string): FrontMatter | null {
  const matter = matterOf(text)
  const read = matter === null || matter.yaml.trim() === '' ? null : readYaml(matter.yaml)
  if (!read?.ok) return null
  const written = (key: ModelKey): WrittenModel | null => {
    const entry = entriesOf(read.tree).find((one) => one.key === key)
    const value = entry && textOf(entry.value)?.trim()
    // The line of dashes comes first.
    return entry && value ? { text: value, line: entry.value.line + 1 } : null
  }
  return { model: written('model'), gap_analysis_model: written('gap_analysis_model') }
}

/** Sets one key of the front matter; its other lines, and all that follows it, stay byte for byte. */
export function setFrontMatter(text: string, key: ModelKey, model: string): Edit {
  const matter = matterOf(text)
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n'
  if (matter === null) {
    const mark = text.startsWith('\uFEFF') ? '\uFEFF' : ''
    const head = ['---', `${key}: ${written(model)}`, '---'].map((line) => line + lineEnd).join('')
    return { ok: true, text: `${mark}${head}${text.slice(mark.length)}` }
  }
  const root = parseDocument(matter.yaml, { uniqueKeys: false }).contents
  const result = edited(matter.yaml, isMap(root) ? root : null, key, written(model), lineEnd)
  const after = text.slice(0, matter.start) + result + text.slice(matter.start + matter.yaml.length)
  if (frontMatterOf(after)?.[key]?.text === model && sameOthers(text, after, key))
    return { ok: true, text: after }
  return {
    ok: false,
    why: `Write ${key}: ${model} into the front matter of ${WORKFLOW_MD} by hand: it is written in an unusual form.`,
  }
}

function edited(
  yaml: string,
  root: ReturnType<typeof mapOf>,
  key: ModelKey,
  value: string,
  lineEnd: string,
): string {
  const pair = root && pairOf(root, key)
  if (root === null) return `${key}: ${value}${lineEnd}${yaml}`
  if (pair) {
    const splice = replaced(yaml, pair.value, value)
    // A key without a value ends at its colon.
    const gap = splice.start === splice.end && yaml[splice.start - 1] === ':' ? ' ' : ''
    return yaml.slice(0, splice.start) + gap + value + yaml.slice(splice.end)
  }
  const above = pairOf(root, 'model')
  if (root.flow) return yaml
  if (above === null || above === undefined) return `${key}: ${value}${lineEnd}${yaml}`
  const { start, insert } = linesBelow(yaml, (above.value as { range?: number[] } | null)?.range?.[1] ?? 0, [
    `${key}: ${value}`,
  ])
  return yaml.slice(0, start) + insert + yaml.slice(start)
}

function mapOf(node: unknown) {
  return isMap(node) ? node : null
}

/** An ID with a colon, such as a version's, is no plain scalar to every reader. */
function written(model: string): string {
  return /^[\w.:/-]+$/.test(model) && !model.endsWith(':') ? model : scalar(model)
}

function sameOthers(before: string, after: string, key: ModelKey): boolean {
  const rest = (text: string) => {
    const read = readYaml(matterOf(text)?.yaml ?? '')
    return read.ok
      ? JSON.stringify(
          entriesOf(read.tree)
            .filter((one) => one.key !== key)
            .map((one) => one.key),
        )
      : ''
  }
  return rest(before) === rest(after) || rest(before) === ''
}

/** Whether a job takes its models from `WORKFLOW.md`: a step reads it, or the job follows the orchestrator's names. */
export function readsWorkflowMd(job: WorkflowJob): boolean {
  if (
    job.steps.some(({ run, with: inputs }) =>
      [run ?? '', ...Object.values(inputs)].some((text) => text.includes(WORKFLOW_MD)),
    )
  ) {
    return true
  }
  return job.configureSteps.some(({ role }) => holderOf(role, job.env)?.name === AI_IMPLEMENT.role.name)
}

/** The front matter as it was observed; null where there is none, or nobody could read it. */
export function observedFrontMatter({ workflowMd }: RepositoryObservation): FrontMatter | null {
  return workflowMd?.known && workflowMd.value !== null ? frontMatterOf(workflowMd.value) : null
}

/** The model of the gap analysis where it is another than the first; null mostly. */
export function gapModel({ model, gap_analysis_model: gap }: FrontMatter): ModelId | null {
  if (gap === null || gap.text === model?.text) return null
  return ModelId.safeParse(gap.text).data ?? null
}
