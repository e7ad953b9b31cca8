import { DownloadIcon, UploadIcon } from '@primer/octicons-react'
import { Button, Flash } from '@primer/react'
import { useRef, useState } from 'react'
import type { FleetChoice } from '../../../shared/domain/fleet-choice'
import { readFleetFile, writeFleetFile } from '../../../shared/domain/fleet-file'
import styles from './choose-page.module.css'

/** The choice as a file: saved, or read to be looked at before it is taken. */
export function ChoiceFile({ choice, onRead }: { choice: FleetChoice; onRead(choice: FleetChoice): void }) {
  const input = useRef<HTMLInputElement>(null)
  const [refused, setRefused] = useState<string | null>(null)
  const read = async (file: File | undefined) => {
    if (!file) return
    const told = readFleetFile(await file.text())
    setRefused(told.ok ? null : `${file.name} ${told.why}.`)
    if (told.ok) onRead(told.choice)
  }
  return (
    <>
      <div className={styles.file}>
        <Button leadingVisual={UploadIcon} onClick={() => input.current?.click()}>
          Import
        </Button>
        <Button leadingVisual={DownloadIcon} onClick={() => save(choice)}>
          Export
        </Button>
        <input
          ref={input}
          hidden
          type="file"
          aria-label="File to import"
          accept="application/json,.json"
          onChange={({ target }) => {
            void read(target.files?.[0])
            target.value = ''
          }}
        />
      </div>
      {refused && (
        <Flash variant="danger" className={styles.refused ?? ''} role="alert">
          {refused}
        </Flash>
      )}
    </>
  )
}

function save(choice: FleetChoice): void {
  const url = URL.createObjectURL(new Blob([writeFleetFile(choice)], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = url
  link.download = 'fleet.json'
  link.click()
  URL.revokeObjectURL(url)
}
