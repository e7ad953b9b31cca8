import { Checkbox, FormControl } from '@primer/react'
import { failureOf } from '../api'
import { useSettings, useUpdateSettings } from '../features/settings/settings-queries'
import { Problem } from '../ui/problem'

/** Turns the shortcuts of a single character off for those whom they get in the way. */
export function CharacterKeys() {
  const preferences = useSettings().data?.preferences
  const update = useUpdateSettings()
  if (!preferences) return null
  return (
    <>
      {update.error && <Problem failure={failureOf(update.error)} />}
      <FormControl>
        <Checkbox
          checked={preferences.singleKeyShortcuts}
          onChange={(event) => update.mutate({ singleKeyShortcuts: event.target.checked })}
        />
        <FormControl.Label>Use single-key shortcuts</FormControl.Label>
      </FormControl>
    </>
  )
}
