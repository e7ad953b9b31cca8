import { ourWorkflows } from '../picture'
import type { FileChange, Step } from '../plan'
import { isOnlyCalled } from '../workflow-file'
import { type Draft, type Planning, step, unreadPart } from './draft'
import { contentHash } from './step-id'
import type { ProposedFiles } from './workflow-files'

/** The proposed commit, its merge, and the workflows that must be switched on again. */
export function workflowSteps(planning: Planning, { files, conflicts, needed }: ProposedFiles): Draft {
  const { workflows } = planning.observation
  if (!workflows.known) return unreadPart(workflows.failure)
  return { steps: [...proposal(planning, files), ...enabling(planning)], conflicts, needed }
}

function proposal({ observation }: Planning, files: FileChange[]): Step[] {
  const { repository, defaultBranch: base } = observation.facts
  if (files.length === 0 || base === null) return []
  // The branch follows from its content: the same proposal updates its own pull request, and no other.
  const branch = `rolecall/setup-${contentHash(JSON.stringify(files)).slice(0, 8)}`
  const propose = step(
    { kind: 'propose-workflow', repository, branch, base, title: titleOf(files), body: bodyOf(files), files },
    {
      link: 'workflow',
      title: `Propose ${files.map(({ path }) => path).join(' and ')} by a pull request`,
      target: `${repository} branch ${branch}`,
      before: textOf(files, 'before'),
      after: textOf(files, 'after'),
      language: 'yaml',
      calls: [
        'POST /repos/{owner}/{repo}/git/trees',
        'POST /repos/{owner}/{repo}/git/commits',
        'POST /repos/{owner}/{repo}/git/refs',
        'POST /repos/{owner}/{repo}/pulls',
      ],
      needs: ['Contents: write', 'Workflows: write', 'Pull requests: write'],
    },
  )
  const merge = step(
    { kind: 'merge-pull-request', repository, proposedBy: propose.id, base, files },
    {
      link: 'workflow',
      title: `Merge the pull request into ${base}`,
      target: `${repository} branch ${base}`,
      before: null,
      after: null,
      language: 'text',
      calls: ['PUT /repos/{owner}/{repo}/pulls/{pull_number}/merge'],
      needs: ['Contents: write', 'Workflows: write', 'Pull requests: write'],
      dependsOn: [propose.id],
    },
  )
  return [propose, merge]
}

function titleOf(files: readonly FileChange[]): string {
  return files.every(({ before }) => before === null)
    ? 'Call Amazon Bedrock without stored credentials'
    : 'Let the workflow take its AWS role'
}

function bodyOf(files: readonly FileChange[]): string {
  const list = files.map(({ path, before }) => `- ${before === null ? 'adds' : 'changes'} \`${path}\``)
  return [
    'This lets GitHub Actions call Amazon Bedrock through an IAM role, by OpenID Connect: no AWS key is stored.',
    '',
    ...list,
    '',
    'Proposed by Rolecall.',
  ].join('\n')
}

/** One file stands for itself; several are told apart by a line with their path. */
function textOf(files: readonly FileChange[], side: 'before' | 'after'): string | null {
  const texts = files.flatMap((file) => {
    const text = file[side]
    return text === null ? [] : [files.length === 1 ? text : `# ${file.path}\n${text}`]
  })
  return texts.length > 0 ? texts.join('\n') : null
}

function enabling({ observation }: Planning): Step[] {
  const { repository } = observation.facts
  return ourWorkflows(observation).flatMap(({ observed, file }) => {
    const { id, state, path } = observed
    if (id === null || !state.startsWith('disabled_') || isOnlyCalled(file.triggers)) return []
    return [
      step(
        { kind: 'enable-workflow', repository, workflowId: id, path, before: state },
        {
          link: 'workflow',
          title: `Enable ${path}`,
          target: `${repository} workflow ${path}`,
          before: state,
          after: 'active',
          language: 'text',
          calls: ['PUT /repos/{owner}/{repo}/actions/workflows/{workflow_id}/enable'],
          needs: ['Actions: write'],
        },
      ),
    ]
  })
}
