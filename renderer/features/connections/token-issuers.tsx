import { Button, FormControl, TextInput } from '@primer/react'
import { type Query, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { TokenIssuers as Told } from '../../../shared/contract/connections'
import { OwnerLogin } from '../../../shared/domain/fleet-choice'
import { EnterpriseSlug } from '../../../shared/domain/token-issuer'
import { api, failureOf } from '../../api'
import { Problem } from '../../ui/problem'
import { SkeletonLines } from '../../ui/skeleton-lines'
import styles from './token-issuers.module.css'

/** Who signs the tokens of jobs: the host, or for some owners their enterprise. GitHub itself does not tell. */
export function TokenIssuers() {
  const issuers = useQuery(api.connections.issuers.queryOptions())
  const change = useSetIssuer()
  return (
    <section className="section stack" aria-labelledby="issuers">
      <h2 className="section-title" id="issuers">
        Token issuers
      </h2>
      {issuers.isPending && <SkeletonLines lines={2} />}
      {issuers.error && <Problem failure={failureOf(issuers.error)} onRetry={() => void issuers.refetch()} />}
      {issuers.data && <Everybody told={issuers.data} change={change} />}
      {change.error && <Problem failure={failureOf(change.error)} />}
    </section>
  )
}

/** The chains of an owner's repositories hang on its issuer: they are read again. */
function useSetIssuer() {
  const queries = useQueryClient()
  return useMutation(
    api.connections.setIssuer.mutationOptions({
      onSuccess: (told) => {
        queries.setQueryData(api.connections.issuers.queryKey(), told)
        return queries.invalidateQueries({ predicate: ({ queryKey }: Query) => !isOurs(queryKey) })
      },
    }),
  )
}

function isOurs(key: readonly unknown[]): boolean {
  return ['connections', 'settings'].includes(String([key[0]].flat()[0]))
}

type Change = ReturnType<typeof useSetIssuer>

function Everybody({ told, change }: { told: Told; change: Change }) {
  const { host, own, perEnterprise } = told
  if (!perEnterprise)
    return (
      <p className="section-lead">
        Every token of this server is signed by <span className="mono">{host}</span>.
      </p>
    )
  return (
    <>
      <p className="section-lead">
        Tokens are signed by <span className="mono">{host}</span>. An enterprise may have switched to an
        issuer of its own, which ends in its slug; GitHub does not tell, so say it here.
      </p>
      {own.length > 0 && (
        <ul className={styles.issuers} aria-label="Issuers of enterprises">
          {own.map(({ owner, issuer }) => (
            <li key={owner} className={styles.issuer}>
              <b>{owner}</b>
              <span className={`mono ${styles.address}`}>{issuer}</span>
              <Button
                size="small"
                variant="invisible"
                aria-label={`Remove the issuer of ${owner}`}
                loading={change.isPending && change.variables?.owner === owner}
                onClick={() => change.mutate({ owner: OwnerLogin.parse(owner), enterprise: null })}
              >
                Remove
              </Button>
            </li>
          ))}
        </ul>
      )}
      <NewIssuer change={change} />
    </>
  )
}

function NewIssuer({ change }: { change: Change }) {
  const [owner, setOwner] = useState('')
  const [slug, setSlug] = useState('')
  const [tried, setTried] = useState(false)
  const login = OwnerLogin.safeParse(owner.trim())
  const enterprise = EnterpriseSlug.safeParse(slug)
  const add = (): void => {
    setTried(true)
    if (!login.success || !enterprise.success) return
    const onSuccess = (): void => {
      setOwner('')
      setSlug('')
      setTried(false)
    }
    change.mutate({ owner: login.data, enterprise: enterprise.data }, { onSuccess })
  }
  return (
    <form
      className={styles.form}
      aria-label="Issuer of an enterprise"
      onSubmit={(event) => {
        event.preventDefault()
        add()
      }}
    >
      <FormControl>
        <FormControl.Label>Organization</FormControl.Label>
        <TextInput
          block
          spellCheck={false}
          autoComplete="off"
          value={owner}
          onChange={(event) => setOwner(event.target.value)}
        />
        {tried && !login.success && (
          <FormControl.Validation variant="error">Write the login of an organization.</FormControl.Validation>
        )}
      </FormControl>
      <FormControl>
        <FormControl.Label>Slug of its enterprise</FormControl.Label>
        <TextInput
          block
          spellCheck={false}
          autoComplete="off"
          value={slug}
          onChange={(event) => setSlug(event.target.value)}
        />
        {tried && !enterprise.success && (
          <FormControl.Validation variant="error">
            {enterprise.error.issues[0]?.message ?? ''}
          </FormControl.Validation>
        )}
      </FormControl>
      <div className={styles.add}>
        <Button type="submit" loading={change.isPending && change.variables?.enterprise !== null}>
          Add
        </Button>
      </div>
    </form>
  )
}
