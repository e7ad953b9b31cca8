import type { Finding } from '../finding'
import type { Picture } from '../picture'
import { blockedSentence, disabledSentence } from '../plan/blocked-actions'
import { judgeAction } from '../repository-policy'
import { knownPin } from '../workflow/pins'
import { evidence, finding, planned } from './found'

/** What the repository's Actions settings say against our workflows; nothing while they were not read. */
export function policyFindings({ observation, workflows }: Picture): Finding[] {
  const { policy, facts } = observation
  if (policy?.actions.known !== true) return []
  const actions = policy.actions.value
  const repair = {
    kind: 'open-page' as const,
    url: `${facts.url}/settings/actions`,
    label: 'Open the Actions settings',
  }
  if (!actions.enabled) {
    return [
      finding('workflow', 'actions-disabled', 'blocked', disabledSentence(facts.repository), {
        breaks: true,
        evidence: [evidence('GitHub Actions', 'enabled', 'disabled', 'settings of the repository')],
        repair,
      }),
    ]
  }
  return workflows.flatMap(({ observed: { path }, file }) => {
    const used = file.jobs.flatMap((job) => [
      ...job.steps.flatMap(({ uses, lines, line }) =>
        uses === null ? [] : { uses, line: lines.uses ?? line },
      ),
      ...(job.calls === null ? [] : [{ uses: job.calls, line: job.lines.uses ?? job.line }]),
    ])
    const [first, ...others] = used.flatMap(({ uses, line }) => {
      const verdict = judgeAction(uses, actions, facts.owner)
      return verdict.may === 'not-run' ? [{ uses, line, why: verdict.why }] : []
    })
    if (first === undefined) return []
    const all = [first, ...others]
    const canPin = all.every(({ uses, why }) => why === 'unpinned' && knownPin(uses) !== null)
    return [
      finding(
        'workflow',
        `blocked-action@${path}`,
        'blocked',
        blockedSentence(first.uses, facts.repository, first.why),
        {
          breaks: true,
          evidence: all.map(({ uses, line, why }) =>
            evidence(
              'uses',
              why === 'unpinned' ? 'a full-length commit SHA' : 'an allowed action',
              uses,
              path,
              line,
            ),
          ),
          repair: canPin
            ? planned('Pin the actions by a pull request.', 'propose-workflow', 'merge-pull-request')
            : repair,
        },
      ),
    ]
  })
}
