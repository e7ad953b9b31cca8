import { LinkExternalIcon } from '@primer/octicons-react'
import { Banner, LinkButton } from '@primer/react'
import { useQuery } from '@tanstack/react-query'
import type { GithubPreflight as Preflight } from '../../../shared/contract/github-connections'
import { GITHUB_NEEDS, type GithubFeatureVerdict } from '../../../shared/domain/github-preflight'
import { api } from '../../api'
import { Problem } from '../../ui/problem'
import styles from './preflight.module.css'
import { PreflightSection } from './preflight-section'
import { VerdictTable } from './verdict-table'

const FRESH_FOR_MS = 10 * 60_000

/** What each GitHub token may do, feature by feature, with the missing scope or permission by name. */
export function GithubPreflight() {
  const query = useQuery(
    api.connections.preflightGithub.queryOptions({ input: { id: null }, staleTime: FRESH_FOR_MS }),
  )
  return (
    <PreflightSection
      id="github-permissions"
      title="What Rolecall may do on GitHub"
      lead="Found by reading only. The scopes of a classic token tell everything; of a fine-grained one, what writes shows at the first change."
      query={query}
    >
      {(preflights, again) => (
        <div className="stack">
          {preflights.map((preflight) => (
            <OfIdentity key={preflight.id} preflight={preflight} onRetry={again} />
          ))}
        </div>
      )}
    </PreflightSection>
  )
}

function OfIdentity({ preflight, onRetry }: { preflight: Preflight; onRetry(): void }) {
  const { login, host, features, sso, failure } = preflight
  const lacking = features.filter(({ allowed }) => allowed !== 'yes')
  const name = `${login ?? 'the identity'} on ${host}`
  return (
    <details className={styles.profile} open={lacking.length > 0 || failure !== null || sso.length > 0}>
      <summary className={styles.summary}>
        <b>{name}</b>{' '}
        <span className="muted">
          {failure ? 'could not be asked' : summaryOf(lacking)}
          {beyondSso(sso.length)}
        </span>
      </summary>
      <div className="stack">
        {failure && <Problem connecting failure={failure} onRetry={onRetry} />}
        {sso.map(({ organization, url }) => (
          <Banner
            key={organization}
            variant="warning"
            layout="compact"
            title={`${organization} asks for single sign-on`}
            description={`Until the token is authorized there, nothing of ${organization} can be seen.`}
            primaryAction={
              <LinkButton href={url} target="_blank" rel="noreferrer" trailingVisual={LinkExternalIcon}>
                Authorize for {organization}
              </LinkButton>
            }
          />
        ))}
        {features.length > 0 && (
          <VerdictTable
            caption={`What ${name} may do`}
            lines={features.map((verdict) => ({ ...verdict, words: GITHUB_NEEDS[verdict.feature].words }))}
          />
        )}
      </div>
    </details>
  )
}

function beyondSso(organizations: number): string {
  if (organizations === 0) return ''
  return organizations === 1
    ? ', but in one organization that asks for single sign-on'
    : `, but in ${organizations} organizations that ask for single sign-on`
}

function summaryOf(lacking: readonly GithubFeatureVerdict[]): string {
  const no = lacking.filter(({ allowed }) => allowed === 'no').length
  if (no > 0) return `lacks what ${no === 1 ? 'one feature needs' : `${no} features need`}`
  return lacking.length > 0 ? 'lacks nothing that reading can tell' : 'may do everything'
}
