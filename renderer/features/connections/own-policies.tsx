import { CheckIcon, CopyIcon } from '@primer/octicons-react'
import { Button } from '@primer/react'
import { useState } from 'react'
import type { Partition } from '../../../shared/domain/ids'
import { type OwnPolicyKind, ownPolicy } from '../../../shared/domain/own-policy'
import styles from './preflight.module.css'

const NAMES: Record<OwnPolicyKind, string> = { 'read-only': 'read-only policy', full: 'full policy' }
const KINDS = ['read-only', 'full'] as const

/** The smallest policies for Rolecall itself, to hand to whoever administers the account. */
export function OwnPolicies({ partition, account }: { partition: Partition; account: string }) {
  return (
    <div className={styles.policies}>
      <p className="muted">
        The smallest policies for Rolecall itself, for account <span className="mono">{account}</span>: one to
        look, one to repair, too.
      </p>
      <div className={styles.buttons}>
        {KINDS.map((kind) => (
          <CopyPolicy key={kind} kind={kind} text={ownPolicy(kind, partition, account)} />
        ))}
      </div>
      {KINDS.map((kind) => (
        <details key={kind}>
          <summary>Show the {NAMES[kind]}</summary>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard. */}
          <pre className={styles.document} tabIndex={0}>
            {ownPolicy(kind, partition, account)}
          </pre>
        </details>
      ))}
    </div>
  )
}

function CopyPolicy({ kind, text }: { kind: OwnPolicyKind; text: string }) {
  const [copied, setCopied] = useState(false)
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text)
    setCopied(true)
  }
  return (
    <Button size="small" leadingVisual={copied ? CheckIcon : CopyIcon} onClick={() => void copy()}>
      {copied ? `Copied the ${NAMES[kind]}` : `Copy the ${NAMES[kind]}`}
    </Button>
  )
}
