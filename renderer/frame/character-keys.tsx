import { Checkbox, FormControl } from '@primer/react'
import { useState } from 'react'
import { characterKeysOn, setCharacterKeys } from './shortcuts'

/** Turns the shortcuts of a single character off for those whom they get in the way. */
export function CharacterKeys() {
  const [on, setOn] = useState(characterKeysOn)
  return (
    <FormControl>
      <Checkbox
        checked={on}
        onChange={(event) => {
          setCharacterKeys(event.target.checked)
          setOn(event.target.checked)
        }}
      />
      <FormControl.Label>Use single-key shortcuts</FormControl.Label>
    </FormControl>
  )
}
