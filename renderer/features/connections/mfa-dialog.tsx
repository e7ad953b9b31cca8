import { Dialog, FormControl, TextInput } from '@primer/react'
import { useRef, useState } from 'react'
import type { MfaQuestion } from '../../../shared/contract/connections'
import { failureOf } from '../../api'
import { Problem } from '../../ui/problem'
import { useConnectionChanges, useConnections } from './connections-queries'

/** Asks for the code of a device whenever AWS wants one, wherever in the panel one is. */
export function MfaDialog() {
  const [question] = useConnections().data?.questions ?? []
  return question ? <Question key={question.id} question={question} /> : null
}

function Question({ question: { id, profile, device } }: { question: MfaQuestion }) {
  const { answerMfa } = useConnectionChanges()
  const [code, setCode] = useState('')
  const field = useRef<HTMLInputElement>(null)
  const answer = (given: string | null) => answerMfa.mutate({ id, code: given })
  const ready = code.trim() !== ''
  return (
    <Dialog
      title="Code of your MFA device"
      subtitle={`AWS asks for it before the profile ${profile} may assume its role`}
      initialFocusRef={field}
      onClose={() => answer(null)}
      footerButtons={[
        { content: 'Cancel', onClick: () => answer(null) },
        {
          content: 'Continue',
          buttonType: 'primary',
          disabled: !ready,
          loading: answerMfa.isPending,
          onClick: () => answer(code),
        },
      ]}
    >
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          if (ready) answer(code)
        }}
      >
        <FormControl>
          <FormControl.Label>Code</FormControl.Label>
          <TextInput
            block
            ref={field}
            inputMode="numeric"
            autoComplete="one-time-code"
            value={code}
            onChange={(event) => setCode(event.target.value)}
          />
          <FormControl.Caption>
            Of the device <span className="mono">{device}</span>
          </FormControl.Caption>
        </FormControl>
        {answerMfa.error && <Problem connecting failure={failureOf(answerMfa.error)} />}
      </form>
    </Dialog>
  )
}
