import { Banner } from '@primer/react'
import { useState } from 'react'
import { useSettings } from '../features/settings/settings-queries'

/** What the user should know about what is stored, such as a corrupt file that was set aside, until dismissed. */
export function Notices() {
  const notices = useSettings().data?.notices ?? []
  const [dismissed, setDismissed] = useState<readonly string[]>([])
  return notices
    .filter(({ id }) => !dismissed.includes(id))
    .map(({ id, says }) => (
      <Banner
        key={id}
        variant="warning"
        title="Rolecall’s own files"
        description={says}
        layout="compact"
        flush
        onDismiss={() => setDismissed([...dismissed, id])}
      />
    ))
}
