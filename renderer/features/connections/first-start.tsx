import { BeakerIcon, type Icon, KeyIcon, ServerIcon } from '@primer/octicons-react'
import { Button } from '@primer/react'
import type { ReactNode } from 'react'
import type { Connections } from '../../../shared/contract/connections'
import { failureOf } from '../../api'
import { Problem } from '../../ui/problem'
import { useTitle } from '../../ui/use-title'
import { AddGithub } from './add-github'
import { AwsProfiles } from './aws-profiles'
import { useConnectionChanges } from './connections-queries'
import styles from './first-start.module.css'

/** The first thing anyone sees: three ways in, and what each of them reads. */
export function FirstStart({ connections }: { connections: Connections }) {
  useTitle('Welcome')
  return (
    <div className={styles.page}>
      <h1 className={styles.title}>See every repository’s way to Bedrock, and mend it</h1>
      <p className={styles.lead}>
        Rolecall reads GitHub and AWS, shows which link of the chain is broken and why, and changes something
        only after you have seen the change and agreed.
      </p>
      <div className={styles.ways}>
        <Way
          icon={KeyIcon}
          title="GitHub"
          reads={[
            'The repositories you choose: workflow files, environments, runs and their logs',
            'Actions variables, the names of secrets (never their values), OIDC subject settings',
          ]}
        >
          <AddGithub connections={connections} />
        </Way>
        <Way
          icon={ServerIcon}
          title="AWS"
          reads={[
            'IAM: the OIDC provider, the roles that trust GitHub and their policies',
            'Bedrock: models, inference profiles, and whether the use-case form was submitted',
          ]}
        >
          <AwsProfiles connections={connections} />
        </Way>
        <Way
          icon={BeakerIcon}
          title="Sandbox"
          reads={[
            'Nothing of yours: an embedded GitHub and AWS, with repositories that each have their own fault',
            'Everything works there, repairs and test runs too',
          ]}
        >
          <ExploreSandbox />
        </Way>
      </div>
    </div>
  )
}

function Way(props: { icon: Icon; title: string; reads: string[]; children: ReactNode }) {
  const { icon: Shape, title, reads, children } = props
  return (
    <section className={styles.way} aria-label={title}>
      <h2 className={styles.wayTitle}>
        <Shape /> {title}
      </h2>
      <h3 className={styles.readsTitle}>What it reads</h3>
      <ul className={styles.reads}>
        {reads.map((each) => (
          <li key={each}>{each}</li>
        ))}
      </ul>
      <div className={styles.action}>{children}</div>
    </section>
  )
}

function ExploreSandbox() {
  const { exploreSandbox } = useConnectionChanges()
  return (
    <>
      <Button
        variant="primary"
        block
        loading={exploreSandbox.isPending}
        onClick={() => exploreSandbox.mutate(undefined)}
      >
        Explore the sandbox
      </Button>
      {exploreSandbox.error && <Problem failure={failureOf(exploreSandbox.error)} />}
    </>
  )
}
