import { Banner, Button } from '@primer/react'
import { useState } from 'react'
import type { Application } from '../../shared/domain/journal'
import { openSteps } from '../../shared/domain/journal'
import { startResume, startUndo, useProgress } from '../features/setup/progress'
import { useInterrupted } from '../features/setup/setup-queries'
import { count } from '../ui/words'

/** Changes that Rolecall was in the middle of when it ended: to be gone on with, or taken back. */
export function Interruptions() {
  const interrupted = useInterrupted().data ?? []
  const [dismissed, setDismissed] = useState<readonly string[]>([])
  return interrupted
    .filter(({ id }) => !dismissed.includes(id))
    .map((application) => (
      <Interruption
        key={application.id}
        application={application}
        onDismiss={() => setDismissed([...dismissed, application.id])}
      />
    ))
}

function Interruption({ application, onDismiss }: { application: Application; onDismiss: () => void }) {
  const { id, repository, undo } = application
  const progress = useProgress(repository)
  const busy = progress !== undefined && !progress.over
  const what = undo ? 'Taking a change back' : 'A change'
  return (
    <Banner
      variant="warning"
      title={`${what} of ${repository} was interrupted`}
      description={`${count(openSteps(application).length, 'step')} of it ${undo ? 'stand' : 'are open'}. What was done stands, and nothing is done twice.`}
      layout="compact"
      flush
      onDismiss={onDismiss}
      primaryAction={
        <Button
          disabled={busy}
          aria-label={`Resume the change of ${repository}`}
          onClick={() => startResume(repository, id, Boolean(undo))}
        >
          Resume
        </Button>
      }
      secondaryAction={
        undo ? undefined : (
          <Button
            disabled={busy}
            aria-label={`Undo the change of ${repository}`}
            onClick={() => startUndo(repository, id)}
          >
            Undo
          </Button>
        )
      }
    />
  )
}
