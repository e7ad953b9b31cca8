import type { ProposedChange } from '../observation'
import { ourWorkflows } from '../picture'
import type { FileChange, Step } from '../plan'
import { valueOr } from '../reading'
import { mergeObstacles } from '../repository-policy'
import { isOnlyCalled } from '../workflow-file'
import { blockedActions } from './blocked-actions'
import { conflict, type Draft, type Planning, step, steps, together, unreadPart } from './draft'
import { PROPOSAL_BRANCH, proposalContent } from './proposal-mark'
import type { ProposedFiles } from './workflow-files'

/** The proposed commit, its merge, and the workflows that must be switched on again. */
export function workflowSteps(planning: Planning, proposed: ProposedFiles): Draft {
  const { observation } = planning
  if (!observation.workflows.known) return unreadPart(observation.workflows.failure)
  const { conflicts, needed } = proposed
  return together([
    proposal(planning, proposed),
    { steps: enabling(planning), conflicts, needed },
    { steps: [], conflicts: blockedActions(observation, proposed.files), needed: [] },
  ])
}

function proposal(planning: Planning, proposed: ProposedFiles): Draft {
  const { facts, proposals } = planning.observation
  const { files } = proposed
  const { defaultBranch: base } = facts
  if (files.length === 0 || base === null) return steps()
  const content = proposalContent(files)
  const ours = valueOr(proposals, []).filter(({ branch }) => branch.startsWith(PROPOSAL_BRANCH))
  const standing = ours.find((one) => one.content === content)
  if (standing) return merging(planning, { base, files, standing, propose: null })
  const open = ours[0] ?? null
  if (open?.content === null) {
    return conflict(
      `${facts.repository} branch ${open.branch}`,
      `Somebody else has pushed to ${open.branch} since Rolecall proposed it, and that is not overwritten: merge or close pull request #${open.number}, then plan again.`,
    )
  }
  const propose = proposing(planning, proposed, base, open)
  return together([steps(propose), merging(planning, { base, files, standing: null, propose })])
}

/** One commit on one branch; a pull request of ours that is open takes it in. */
function proposing(
  { observation }: Planning,
  { files, says }: ProposedFiles,
  base: string,
  open: ProposedChange | null,
): Step {
  const { repository } = observation.facts
  const branch = open?.branch ?? PROPOSAL_BRANCH
  const paths = files.map(({ path }) => path).join(' and ')
  return step(
    {
      kind: 'propose-workflow',
      repository,
      branch,
      base,
      title: titleOf(files),
      body: bodyOf(files, says),
      files,
    },
    {
      link: 'workflow',
      title: open ? `Propose ${paths} by pull request #${open.number}` : `Propose ${paths} by a pull request`,
      target: `${repository} branch ${branch}`,
      before: textOf(files, 'before'),
      after: textOf(files, 'after'),
      language: 'yaml',
      calls: [
        'POST /repos/{owner}/{repo}/git/trees',
        'POST /repos/{owner}/{repo}/git/commits',
        open ? 'PATCH /repos/{owner}/{repo}/git/refs/{ref}' : 'POST /repos/{owner}/{repo}/git/refs',
        open ? 'PATCH /repos/{owner}/{repo}/pulls/{pull_number}' : 'POST /repos/{owner}/{repo}/pulls',
      ],
      needs: ['Contents: write', 'Workflows: write', 'Pull requests: write'],
    },
  )
}

interface Merging {
  base: string
  files: FileChange[]
  /** The pull request that proposes the same already; else the step that will. */
  standing: ProposedChange | null
  propose: Step | null
}

/** The merge, where the branch's rules leave it to Rolecall; else who must do something first. */
function merging({ observation }: Planning, { base, files, standing, propose }: Merging): Draft {
  const { policy, facts } = observation
  const state = standing ? policy?.proposals[String(standing.number)] : undefined
  if (standing && state === 'dirty') {
    return conflict(
      standing.url,
      `Pull request #${standing.number} conflicts with ${base}: resolve that first.`,
    )
  }
  const rules = policy?.merging.known === true ? policy.merging.value : null
  const obstacles = rules ? mergeObstacles(rules) : []
  const isCleared = state === 'clean' || state === 'has_hooks' || state === 'unstable'
  if (obstacles.length > 0 && !isCleared) {
    const which = standing ? `Pull request #${standing.number}` : 'The pull request'
    const says = `${which} cannot be merged by Rolecall yet: ${base} asks for ${obstacles.join(', ')} (${rules?.sources.join(', ')}). Plan again once it has them.`
    return { steps: [], conflicts: [], needed: [{ kind: 'review', says }] }
  }
  const { repository } = facts
  return steps(
    step(
      {
        kind: 'merge-pull-request',
        repository,
        proposedBy: propose?.id ?? '',
        ...(standing && { pullRequest: standing.number }),
        base,
        files,
      },
      {
        link: 'workflow',
        title: `Merge ${standing ? `pull request #${standing.number}` : 'the pull request'} into ${base}${remark(rules, isCleared)}`,
        target: `${repository} branch ${base}`,
        before: null,
        after: null,
        language: 'text',
        calls: [
          'PUT /repos/{owner}/{repo}/pulls/{pull_number}/merge',
          'DELETE /repos/{owner}/{repo}/git/refs/{ref}',
        ],
        needs: ['Contents: write', 'Workflows: write', 'Pull requests: write'],
        dependsOn: propose ? [propose.id] : [],
      },
    ),
  )
}

function remark(rules: { complete: boolean } | null, isCleared: boolean): string {
  if (isCleared) return ', which has what its rules ask for'
  if (rules === null) return ''
  return rules.complete ? ', which asks for no review' : ', whose protection only an administrator may read'
}

function titleOf(files: readonly FileChange[]): string {
  return files.every(({ before }) => before === null)
    ? 'Call Amazon Bedrock without stored credentials'
    : 'Let the workflow take its AWS role'
}

function bodyOf(files: readonly FileChange[], says: readonly string[]): string {
  const list = files.map(({ path, before }) => `- ${before === null ? 'adds' : 'changes'} \`${path}\``)
  return [
    'This lets GitHub Actions call Amazon Bedrock through an IAM role, by OpenID Connect: no AWS key is stored.',
    '',
    ...list,
    ...(says.length > 0 ? ['', 'It', '', ...says.map((what) => `- ${what}`)] : []),
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
