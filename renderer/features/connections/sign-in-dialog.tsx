import { LinkExternalIcon } from '@primer/octicons-react'
import { Dialog, LinkButton, Spinner } from '@primer/react'
import { Problem } from '../../ui/problem'
import { SkeletonLines } from '../../ui/skeleton-lines'
import { useConnectionChanges } from './connections-queries'
import styles from './sign-in-dialog.module.css'
import { useLeft } from './use-left'
import { type SignInCode, type SignInOrder, useSignIn } from './use-sign-in'

interface Props {
  title: string
  subtitle: string
  /** What to do with the code on the page. */
  says: string
  /** Where what comes of it is kept. */
  kept: string
  order: SignInOrder
  onClose(): void
}

/** Signs in by a device flow: the code, the page to open, and the time that is left. */
export function SignInDialog({ title, subtitle, says, kept, order, onClose }: Props) {
  const { adopt } = useConnectionChanges()
  const { progress, again } = useSignIn(order, (connections) => {
    void adopt(connections)
    onClose()
  })
  return (
    <Dialog
      title={title}
      subtitle={subtitle}
      width="large"
      onClose={onClose}
      footerButtons={[{ content: 'Cancel', onClick: onClose }]}
    >
      {progress.at === 'beginning' && <SkeletonLines lines={4} />}
      {progress.at === 'waiting' && <Code code={progress.code} says={says} kept={kept} />}
      {progress.at === 'failed' && <Problem connecting failure={progress.failure} onRetry={again} />}
    </Dialog>
  )
}

function Code({ code, says, kept }: { code: SignInCode } & Pick<Props, 'says' | 'kept'>) {
  const left = useLeft(code.expiresAt)
  return (
    <div className={styles.steps}>
      <p>{says}</p>
      <p className={styles.code}>
        <span className="visually-hidden">Code: </span>
        {code.userCode}
      </p>
      <LinkButton
        variant="primary"
        href={code.verificationUrl}
        target="_blank"
        rel="noreferrer"
        trailingVisual={LinkExternalIcon}
      >
        Open the sign-in page
      </LinkButton>
      <p className={styles.waiting}>
        <Spinner size="small" srText={null} />
        <span>
          Waiting for you to confirm. The code is good for another <b>{left}</b>.
        </span>
      </p>
      <p className="muted">{kept} This page never receives it.</p>
    </div>
  )
}
