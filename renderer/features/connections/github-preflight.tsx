import { LinkExternalIcon, SyncIcon } from '@primer/octicons-react'
import { Banner, Button, LinkButton } from '@primer/react'
import { useQuery } from '@tanstack/react-query'
import type { GithubPreflight as Preflight } from '../../../shared/contract/github-connections'
import { GITHUB_NEEDS, type GithubFeatureVerdict } from '../../../shared/domain/github-preflight'
import { api, failureOf } from '../../api'
import { Problem } from '../../ui/problem'
import { SkeletonLines } from '../../ui/skeleton-lines'
import styles from './aws-preflight.module.css'
import { VerdictMark } from './verdict-mark'

const FRESH_FOR_MS = 10 * 60_000

/** What each GitHub token may do, feature by feature, with the missing scope or permission by name. */
export function GithubPreflight() {
  const options = api.connections.preflightGithub.queryOptions({
    input: { id: null },
    staleTime: FRESH_FOR_MS,
  })
  const { data, error, isPending, isFetching, refetch } = useQuery(options)
  const again = () => void refetch()
  return (
    <section className="section" aria-labelledby="github-permissions">
      <div className="line section-title">
        <h2 className={styles.title} id="github-permissions">
          What Rolecall may do on GitHub
        </h2>
        <Button size="small" leadingVisual={SyncIcon} loading={isFetching && !isPending} onClick={again}>
          Check again
        </Button>
      </div>
      <p className="section-lead">
        Found by reading only. The scopes of a classic token tell everything; of a fine-grained one, what
        writes shows at the first change.
      </p>
      {isPending && <SkeletonLines lines={7} />}
      {error && <Problem failure={failureOf(error)} onRetry={again} />}
      <div className="stack">
        {data?.map((preflight) => (
          <OfIdentity key={preflight.id} preflight={preflight} onRetry={again} />
        ))}
      </div>
    </section>
  )
}

function OfIdentity({ preflight, onRetry }: { preflight: Preflight; onRetry(): void }) {
  const { login, host, features, sso, failure } = preflight
  const lacking = features.filter(({ allowed }) => allowed !== 'yes')
  const name = `${login ?? 'the identity'} on ${host}`
  return (
    <details className={styles.profile} open={lacking.length > 0 || failure !== null || sso.length > 0}>
      <summary className={styles.summary}>
        <b>{name}</b> <span className="muted">{failure ? 'could not be asked' : summaryOf(lacking)}</span>
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
          <div className="table-scroller">
            <table className="table">
              <caption className="visually-hidden">What {name} may do</caption>
              <thead>
                <tr>
                  <th scope="col">May it?</th>
                  <th scope="col">What for</th>
                  <th scope="col">What is missing</th>
                </tr>
              </thead>
              <tbody>
                {features.map((verdict) => (
                  <Feature key={verdict.feature} verdict={verdict} />
                ))}
              </tbody>
            </table>
          </div>
        )}
      </div>
    </details>
  )
}

function summaryOf(lacking: readonly GithubFeatureVerdict[]): string {
  const no = lacking.filter(({ allowed }) => allowed === 'no').length
  if (no > 0) return `lacks what ${no === 1 ? 'one feature needs' : `${no} features need`}`
  return lacking.length > 0 ? 'lacks nothing that reading can tell' : 'may do everything'
}

function Feature({ verdict: { feature, allowed, says } }: { verdict: GithubFeatureVerdict }) {
  return (
    <tr>
      <td>
        <VerdictMark allowed={allowed} />
      </td>
      <th scope="row">{GITHUB_NEEDS[feature].words}</th>
      <td className={styles.says}>{allowed === 'yes' ? '' : says}</td>
    </tr>
  )
}
