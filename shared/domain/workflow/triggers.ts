import { DispatchInput, type Trigger } from '../workflow-types'
import { child, entriesOf, listOf, type Tree, textOf } from './yaml-tree'

/** Every event of `on:` in the order written. */
export function readTriggers(on: Tree | null): Trigger[] {
  if (on?.kind !== 'mapping') return listOf(on).map((event) => ({ event, branches: null, tags: null }))
  return on.entries.map(({ key, value }) => ({
    event: key,
    branches: filter(value, 'branches'),
    tags: filter(value, 'tags'),
  }))
}

/** `branches-ignore: [x]` lets pass what `branches: ['**', '!x']` does; a trigger has only one of them. */
function filter(trigger: Tree | null, name: 'branches' | 'tags'): string[] | null {
  const wanted = child(trigger, name)
  if (wanted !== null) return listOf(wanted)
  const ignored = child(trigger, `${name}-ignore`)
  return ignored === null ? null : ['**', ...listOf(ignored).map((pattern) => `!${pattern}`)]
}

/** The inputs under an event such as `workflow_dispatch`; null when the file does not have the event. */
export function readInputs(
  on: Tree | null,
  event: 'workflow_dispatch' | 'workflow_call',
): DispatchInput[] | null {
  if (!readTriggers(on).some((trigger) => trigger.event === event)) return null
  const inputs = child(child(on, event), 'inputs')
  return entriesOf(inputs).map(({ key, value }) => ({
    name: key,
    type: DispatchInput.shape.type.safeParse(textOf(child(value, 'type'))).data ?? 'string',
    description: textOf(child(value, 'description')),
    required: textOf(child(value, 'required')) === 'true',
    default: textOf(child(value, 'default')),
    options: listOf(child(value, 'options')),
  }))
}

/** Whether only other workflows can start this one; such a file presents its caller's subject and rights. */
export function isOnlyCalled(triggers: readonly Trigger[]): boolean {
  return triggers.length > 0 && triggers.every(({ event }) => event === 'workflow_call')
}
