import { PlayIcon, TriangleDownIcon } from '@primer/octicons-react'
import { Button, ButtonGroup, IconButton } from '@primer/react'
import { useState } from 'react'
import type { RepositoryName } from '../../../shared/domain/ids'
import { useDispatchable } from './runs-queries'
import { StartRunDialog } from './start-run-dialog'
import { useStartTestRun } from './use-start-test-run'

interface Props {
  repository: RepositoryName
  primary?: boolean
}

/** Starts a test run at once with the defaults; beside it, where there is something to choose, a dialog. */
export function StartTestRun({ repository, primary = false }: Props) {
  const start = useStartTestRun(repository)
  const [choosing, setChoosing] = useState(false)
  const dispatchable = useDispatchable(repository).data ?? []
  /* Another branch may have the trigger that the default branch lacks: the dialog looks there. */
  const choices = [
    ...dispatchable.filter(({ refusal }) => refusal === null),
    ...dispatchable.filter(({ refusal }) => refusal !== null),
  ]
  const choosable = choices.length > 0
  const variant = primary ? 'primary' : 'default'
  const button = (
    <Button
      variant={variant}
      leadingVisual={PlayIcon}
      loading={start.isPending}
      onClick={() => start.begin()}
    >
      Start test run
    </Button>
  )
  if (!choosable) return button
  return (
    <>
      <ButtonGroup>
        {button}
        <IconButton
          variant={variant}
          icon={TriangleDownIcon}
          aria-label="Choose workflow, branch and inputs"
          onClick={() => setChoosing(true)}
        />
      </ButtonGroup>
      {choosing && (
        <StartRunDialog
          repository={repository}
          choices={choices}
          onClose={() => setChoosing(false)}
          onStart={(choice) => {
            setChoosing(false)
            start.begin(choice)
          }}
        />
      )}
    </>
  )
}
