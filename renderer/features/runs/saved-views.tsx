import { BookmarkIcon, TrashIcon } from '@primer/octicons-react'
import { ActionList, ActionMenu, Button, Dialog, FormControl, TextInput } from '@primer/react'
import { type FormEvent, useState } from 'react'
import { failureOf } from '../../api'
import { Problem } from '../../ui/problem'
import { useSettings, useUpdateSettings } from '../settings/settings-queries'

interface Props {
  /** The look at hand as an address; empty where nothing is narrowed. */
  address: string
  onOpen(address: string): void
}

/** Views of the runs that are kept under a name. */
export function SavedViews({ address, onOpen }: Props) {
  const views = useSettings().data?.preferences.runViews ?? []
  const update = useUpdateSettings()
  const [saving, setSaving] = useState(false)
  const current = views.find((view) => view.address === address)
  const without = (name: string) => views.filter((view) => view.name !== name)
  return (
    <>
      <ActionMenu>
        <ActionMenu.Button leadingVisual={BookmarkIcon}>{current?.name ?? 'Views'}</ActionMenu.Button>
        <ActionMenu.Overlay width="medium">
          <ActionList>
            {views.length > 0 && (
              <ActionList.Group selectionVariant="single">
                <ActionList.GroupHeading>Saved views</ActionList.GroupHeading>
                {views.map((view) => (
                  <ActionList.Item
                    key={view.name}
                    selected={view === current}
                    onSelect={() => onOpen(view.address)}
                  >
                    {view.name}
                  </ActionList.Item>
                ))}
              </ActionList.Group>
            )}
            {views.length > 0 && <ActionList.Divider />}
            <ActionList.Item disabled={address === ''} onSelect={() => setSaving(true)}>
              Save this view
            </ActionList.Item>
            {current && (
              <ActionList.Item
                variant="danger"
                onSelect={() => update.mutate({ runViews: without(current.name) })}
              >
                <ActionList.LeadingVisual>
                  <TrashIcon />
                </ActionList.LeadingVisual>
                Forget “{current.name}”
              </ActionList.Item>
            )}
          </ActionList>
        </ActionMenu.Overlay>
      </ActionMenu>
      {update.error && <Problem failure={failureOf(update.error)} />}
      {saving && (
        <SaveView
          onClose={() => setSaving(false)}
          onSave={(name) => update.mutate({ runViews: [...without(name), { name, address }] })}
        />
      )}
    </>
  )
}

function SaveView({ onSave, onClose }: { onSave(name: string): void; onClose(): void }) {
  const [name, setName] = useState('')
  const save = (event: FormEvent) => {
    event.preventDefault()
    if (name.trim() === '') return
    onSave(name.trim())
    onClose()
  }
  return (
    <Dialog title="Save this view" width="small" onClose={onClose}>
      <form onSubmit={save}>
        <FormControl>
          <FormControl.Label>Name</FormControl.Label>
          <TextInput block maxLength={80} value={name} onChange={(event) => setName(event.target.value)} />
          <FormControl.Caption>A view of the same name is replaced.</FormControl.Caption>
        </FormControl>
        <Button type="submit" variant="primary" disabled={name.trim() === ''} style={{ marginTop: 16 }}>
          Save
        </Button>
      </form>
    </Dialog>
  )
}
